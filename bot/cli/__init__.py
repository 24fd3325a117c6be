"""The command line `fieldcare`: one file per noun, registered here in the order of the help text."""

import typer

app = typer.Typer(name="fieldcare", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def main() -> None:
    """Entry point of the console script."""
    app()
