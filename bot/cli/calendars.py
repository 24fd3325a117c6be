"""`fieldcare workdays` and `fieldcare holidays`: the organisation's own calendar (R3.1, R5.1)."""

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import fail, in_database, now
from domain.calendars import Audience, Holiday, rule_of_holiday
from domain.moments import rule_of
from domain.persons import Sex
from services import moments as calendar
from services import workday_list

workdays_app = typer.Typer(no_args_is_help=True, help="Working days and days off of a year, as officially announced.")
holidays_app = typer.Typer(no_args_is_help=True, help="The table of holidays and industry days.")

_WORKED = {"work": True, "off": False, "上班": True, "休息": False, "放假": False, "1": True, "0": False}


@workdays_app.command("load")
def load(file: Annotated[Path, typer.Argument(help="CSV lines such as 2027-02-06,off and 2027-02-20,work.")]) -> None:
    """Load days off and make-up days; they go before the calendar built in, and all nudges follow them."""
    days: dict[date, bool] = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), start=1):
            if not any(cell.strip() for cell in row):
                continue
            try:
                days[date.fromisoformat(row[0].strip())] = _WORKED[row[1].strip().lower()]
            except (ValueError, KeyError, IndexError):
                fail(f"{file}, line {number}: write a day and work or off, such as 2027-02-06,off. Nothing was loaded.")
    if not days:
        fail(f"{file} names no day.")
    in_database(workday_list.load, days, now())
    worked = sum(days.values())
    typer.echo(f"{len(days) - worked} days off and {worked} working days, {min(days)} to {max(days)}.")


@holidays_app.command("list")
def list_() -> None:
    """Show whom each day is for, and when it falls next."""
    for on, holiday in in_database(calendar.holiday_table, now()):
        parts = (holiday.audience, holiday.industries, holiday.jobs, holiday.sex)
        typer.echo("\t".join([on.isoformat(), holiday.name, holiday.rule, ", ".join(part for part in parts if part)]))


@holidays_app.command("set")
def set_(
    name: Annotated[str, typer.Argument(help="What it is called, such as 教师节.")],
    whom: Annotated[Audience, typer.Option("--for", help="everyone; matching; or named in a person's file alone.")],
    rule: Annotated[str | None, typer.Option(help="solar --09-10 or lunar --08-15; known names need none.")] = None,
    industries: Annotated[str | None, typer.Option(help="Words of client industries: 医疗|卫生.")] = None,
    jobs: Annotated[str | None, typer.Option(help="Words of positions: 护士|护师.")] = None,
    sex: Annotated[Sex | None, typer.Option(help="Persons of this sex.")] = None,
) -> None:
    """Add a day to the table, or change the one of its name."""
    try:
        text = rule or rule_of_holiday(name)
        rule_of(text)
    except KeyError:
        fail(f"{name} is not known: say when it falls with --rule, such as --rule 'solar --09-10'.")
    except (ValueError, TypeError):
        fail(f"Not a rule: {rule!r}. Write it as 'solar --09-10' or 'lunar --08-15'.")
    if whom == "matching" and not (industries or jobs or sex):
        fail("A day for matching clients or persons needs --industries, --jobs or --sex.")
    in_database(calendar.save_holiday, Holiday(name, text, whom, industries, jobs, sex), now())
    typer.echo(f"{name}: {text}, {whom}.")


@holidays_app.command("remove")
def remove(name: str) -> None:
    """Take a day off the table; nobody is nudged of it any more."""
    in_database(calendar.remove_holiday, name, now())
    typer.echo(f"{name} is off the table.")
