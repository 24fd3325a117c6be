"""The command line `fieldcare`: one file per noun, registered here in the order of the help text."""

import typer

from bot.cli.console import FAULTS, in_plain_words
from bot.cli.demo import demo
from bot.cli.operators import dead_letters_app, doctor, export_app, make_backup, restore
from bot.cli.organisation import init, invite, staff_app
from bot.cli.run import run
from bot.cli.sheets import import_, template_
from bot.cli.understand import understand_lines
from bot.cli.when import when

app = typer.Typer(name="fieldcare", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

_BOT, _PEOPLE, _OPERATION, _LANGUAGE = "The bot", "The organisation", "Operation", "Language"

app.command(rich_help_panel=_BOT)(demo)
app.command(rich_help_panel=_BOT)(run)
app.command(rich_help_panel=_PEOPLE)(init)
app.add_typer(staff_app, name="staff", rich_help_panel=_PEOPLE)
app.command(rich_help_panel=_PEOPLE)(invite)
app.command("import", rich_help_panel=_PEOPLE)(import_)
app.command("template", rich_help_panel=_PEOPLE)(template_)
app.command(rich_help_panel=_OPERATION)(doctor)
app.command("backup", rich_help_panel=_OPERATION)(make_backup)
app.command(rich_help_panel=_OPERATION)(restore)
app.add_typer(export_app, name="export", rich_help_panel=_OPERATION)
app.add_typer(dead_letters_app, name="dead-letters", rich_help_panel=_OPERATION)
app.command(rich_help_panel=_LANGUAGE)(when)
app.command("understand", rich_help_panel=_LANGUAGE)(understand_lines)


def main() -> None:
    """Entry point of the console script; what the surroundings are at fault for is said without a traceback."""
    try:
        app()
    except FAULTS as error:
        if (text := in_plain_words(error)) is None:
            raise
        typer.echo(text, err=True)
        raise SystemExit(1) from None
