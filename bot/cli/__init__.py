"""The command line `fieldcare`: one file per noun, registered here in the order of the help text."""

import typer

from bot.cli.demo import demo
from bot.cli.organisation import init, invite, staff_app
from bot.cli.run import run

app = typer.Typer(name="fieldcare", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

app.command()(demo)
app.command()(run)
app.command()(init)
app.add_typer(staff_app, name="staff")
app.command()(invite)


def main() -> None:
    """Entry point of the console script."""
    app()
