"""The command line `fieldcare`: the table of commands, in the order of the help text; one file per noun.

Only the command that is asked for is imported: the bot answers half a second sooner, and `fieldcare when` at once.
"""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import typer

_BOT, _PEOPLE, _OPERATION, _LANGUAGE = "The bot", "The organisation", "Operation", "Language"

COMMANDS = (
    ("demo", "demo", "demo", _BOT),
    ("run", "run", "run", _BOT),
    ("init", "organisation", "init", _PEOPLE),
    ("staff", "organisation", "staff_app", _PEOPLE),
    ("invite", "organisation", "invite", _PEOPLE),
    ("import", "sheets", "import_", _PEOPLE),
    ("template", "sheets", "template_", _PEOPLE),
    ("upcoming", "upcoming", "upcoming", _PEOPLE),
    ("holidays", "calendars", "holidays_app", _PEOPLE),
    ("workdays", "calendars", "workdays_app", _PEOPLE),
    ("doctor", "operators", "doctor", _OPERATION),
    ("backup", "operators", "make_backup", _OPERATION),
    ("restore", "operators", "restore", _OPERATION),
    ("export", "operators", "export_app", _OPERATION),
    ("dead-letters", "operators", "dead_letters_app", _OPERATION),
    ("when", "when", "when", _LANGUAGE),
    ("understand", "understand", "understand_lines", _LANGUAGE),
)
"""Name of the command, its module under bot.cli, what it is called there, and its place in the help text."""


def _nothing() -> None:
    """A bot for field client managers: visits, care, plans and meetings."""


def build(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the command that the arguments ask for, or with all where they name none of them."""
    app = typer.Typer(name="fieldcare", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    app.callback()(_nothing)
    asked = {name for name, *_ in COMMANDS} & set(arguments[:1])
    for name, module, attribute, panel in COMMANDS:
        if asked and name not in asked:
            continue
        target = getattr(import_module(f"bot.cli.{module}"), attribute)
        if isinstance(target, typer.Typer):
            app.add_typer(target, name=name, rich_help_panel=panel)
        else:
            app.command(name, rich_help_panel=panel)(target)
    return app


def main() -> None:
    """Entry point of the console script; what the surroundings are at fault for is said without a traceback."""
    try:
        gc.disable()  # nothing that is loaded becomes garbage, and looking for some is a tenth of the time of loading
        app = build(sys.argv[1:])
        gc.enable()
        app()
    except Exception as error:
        from bot.cli.console import FAULTS, in_plain_words

        if not isinstance(error, FAULTS) or (text := in_plain_words(error)) is None:
            raise
        typer.echo(text, err=True)
        raise SystemExit(1) from None
