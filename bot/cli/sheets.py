"""`fieldcare import` and `fieldcare template`: clients, key persons and contracts from sheets."""

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import fail, in_database, now
from bot.settings import Settings
from domain.errors import Refused
from handlers.clients import import_report
from locales.words import Words, words
from services import clients as files
from services.sheets import columns, importing, template
from services.sheets.files import LARGEST_FILE, Rows, rows
from storage import organisation
from storage.tx import Tx


class Noun(StrEnum):
    """What a sheet holds."""

    CLIENTS = "clients"
    PERSONS = "persons"
    CONTRACTS = "contracts"


def import_(
    what: Annotated[Noun, typer.Argument(help="clients, persons or contracts")],
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX file; its headers may be English or Chinese.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check, write nothing.")] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows, leave out the bad.")] = False,
    manager: Annotated[str | None, typer.Option(help="Who gets new clients whose row names no manager.")] = None,
) -> None:
    """Import a sheet: all of it or nothing, unless --skip-bad; what is on file is updated by name."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise Refused("sheets.too_large", megabytes=LARGEST_FILE // 2**20)
        content = file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    except Refused as refused:
        fail(f"{file}: {_words().plain(refused.key, **refused.values)}")
    failed, lines = in_database(_import, what, content, now(), dry_run=dry_run, skip_bad=skip_bad, manager=manager)
    typer.echo("\n".join(lines), err=failed)
    if failed:
        raise typer.Exit(1)


def _import(
    tx: Tx, noun: Noun, content: bytes, at: datetime, *, dry_run: bool, skip_bad: bool, manager: str | None
) -> tuple[bool, list[str]]:
    """Whether it failed, and what to say."""
    house = organisation.load(tx)
    if house is None:
        raise Refused("staff.no_organisation")
    text = words(house.language)
    sheet: Rows = rows(content, columns.is_known)
    planned = importing.plan(tx, None, noun, sheet, at, zone=house.zone, manager_id=_manager(tx, manager))
    lines = import_report.summary(text, planned)
    if planned.no_manager:
        lines.append(text.plain("sheets.no_manager_cli"))
    if planned.bad and not skip_bad:
        return True, [*lines, text.plain("sheets.dry_run" if dry_run else "sheets.refused_whole")]
    if dry_run:
        return False, [*lines, text.plain("sheets.dry_run")]
    if not planned.good:
        return bool(planned.bad), lines
    done = importing.carry_out(tx, None, planned, at, zone=house.zone)
    return False, [*lines[1:], *import_report.outcome(text, done)]


def _manager(tx: Tx, name: str | None) -> int | None:
    if name is None:
        return None
    member = next((each for each in files.assignable(tx, None) if each.name == name), None)
    if member is None:
        raise Refused("sheets.no_such_manager", name=name)
    return member.id


def template_(
    what: Annotated[Noun, typer.Argument(help="clients, persons or contracts")],
    file: Annotated[Path | None, typer.Argument(help="Where to write it: .xlsx or .csv; nowhere: printed.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write an empty sheet to fill in: header, an example row, and notes."""
    text = _words()
    if file is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(template.as_csv(what, text))
        return
    if file.suffix.lower() not in (".xlsx", ".csv"):
        fail(f"{file}: the name must end in .xlsx or .csv.")
    if file.exists() and not force:
        fail(f"{file}: is there already; --force writes over it.")
    spreadsheet = file.suffix.lower() == ".xlsx"
    content = template.as_xlsx(what, text) if spreadsheet else template.as_csv(what, text).encode("utf-8-sig")
    try:
        file.write_bytes(content)
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    typer.echo(str(file))


def _words() -> Words:
    house = in_database(organisation.load)
    return words(house.language if house else Settings().language)
