"""`fieldcare doctor`, `backup`, `restore`, `export`, `dead-letters`: what whoever runs the bot needs."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Annotated

import typer

from bot.cli.console import fail, in_database, now
from bot.settings import Settings
from services import exports
from services.visits import export_rows
from storage import audit, backup, inbox, organisation
from storage.store import Store
from storage.tx import Tx

export_app = typer.Typer(no_args_is_help=True, help="Take records out as a file; every export is audited.")
dead_letters_app = typer.Typer(help="Updates that could not be served: list, retry, drop.")

_SIGNS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


def doctor() -> None:
    """Check settings, token, data and the running bot; says the cure of each problem."""
    from bot.doctor import examine

    findings = asyncio.run(examine(Settings(), now()))
    for finding in findings:
        typer.echo(f"{_SIGNS[finding.state]}  {finding.what}: {finding.text}")
        if finding.cure:
            typer.echo(f"         → {finding.cure}")
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(1)


def make_backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes.")],
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Copy the database to FILE and check the copy; works while the bot runs."""
    _require_database()
    database = Settings().database
    if file.is_dir():
        fail(f"{file} is a folder; name a file in it.")
    if file.exists() and file.samefile(database):
        fail("That is the database itself; name another file.")
    if file.exists() and not force:
        fail(f"{file} is there already. Name another file, or add --force to write over it.")
    with _plainly():
        asyncio.run(_noted("backed_up", "organisation", {"file": file.name}))
        revision = backup.copy(database, file)
    typer.echo(f"{file}: {file.stat().st_size / 2**20:.1f} MB, revision {revision}, checked.")


async def _noted(action: str, subject: str, detail: dict[str, object]) -> None:
    """Write an export to the audit trail, before anything is handed out (R0.4); the database is not migrated."""
    store = await Store.open(Settings().database, busy_seconds=30)
    try:
        await store.run(audit.write, action, subject, None, now(), detail=detail)
    finally:
        await store.close()


def restore(file: Annotated[Path, typer.Argument(help="A file made by `fieldcare backup`.")]) -> None:
    """Put the database of FILE in place of the present one, which is kept beside it."""
    from bot.application import CannotStart, only_one

    settings = Settings()
    aside = settings.database.with_name(f"fieldcare.db.before-{now():%Y%m%dT%H%M%S}")
    with _plainly():
        backup.check(file)
        try:
            with only_one(settings.data):
                kept = settings.database.exists()
                revision = backup.restore(file, settings.database, aside)
        except CannotStart as reason:
            fail(str(reason))
    typer.echo(f"Restored {file}, revision {revision}." + (f" The database before it: {aside}" if kept else ""))


@export_app.command("visits")
def export_visits(
    kind: Annotated[str, typer.Option("--format", help=f"One of {', '.join(exports.FORMATS)}.")] = "jsonl",
    since: Annotated[str | None, typer.Option(help="Only visits on or after this day, such as 2026-03-01.")] = None,
    output: Annotated[Path | None, typer.Option(help="The file to write; without it, standard output.")] = None,
) -> None:
    """Export visits."""
    if kind not in exports.FORMATS:
        fail(f"Unknown format {kind!r}; one of: {', '.join(exports.FORMATS)}.")
    if kind == "xlsx" and output is None and sys.stdout.isatty():
        fail("A sheet cannot be shown here; name a file with --output.")
    _require_database()
    first = _day(since) if since else None
    with _plainly(), _written(output) as out:
        count = asyncio.run(_exported(kind, first, out, now()))
    if output:
        typer.echo(f"{output}: {count} visits.")


async def _exported(kind: exports.Format, since: date | None, out: IO[bytes], at: datetime) -> int:
    """Read on a connection that holds nobody up; what was read is handed out once the audit trail knows (R0.4)."""
    store = await Store.open(Settings().database, busy_seconds=30)
    try:
        count = await store.read(_write_visits, kind, since, out)
        detail = {"format": kind, "since": since.isoformat() if since else None, "rows": count}
        await store.run(audit.write, "visits_exported", "visits", None, at, detail=detail)
        return count
    finally:
        await store.close()


def _write_visits(tx: Tx, kind: exports.Format, since: date | None, out: IO[bytes]) -> int:
    return exports.write(export_rows(tx, since), exports.VISIT_COLUMNS, kind, out)


@dead_letters_app.callback(invoke_without_command=True)
def dead_letters(context: typer.Context) -> None:
    """List what could not be served, newest first."""
    if context.invoked_subcommand is not None:
        return
    _require_database()
    letters = in_database(_listed)
    for line in letters:
        typer.echo(line)
    if not letters:
        typer.echo("There are none.")


def _listed(tx: Tx) -> list[str]:
    house = organisation.load(tx)
    zone = house.zone if house else None
    return [
        "\t".join([str(row.id), f"{row.at.astimezone(zone):%Y-%m-%d %H:%M}", f"update {row.update_id}", row.error])
        for row in inbox.dead(tx)
    ]


@dead_letters_app.command("retry")
def retry(number: Annotated[int, typer.Argument(help="The number in the list.")]) -> None:
    """Let a dead letter wait to be served once more."""
    _require_database()
    if not in_database(_retried, number, now()):
        fail(f"Number {number} is not there, or never was an update that could be served.")
    typer.echo("It is served when the bot starts next.")


def _retried(tx: Tx, number: int, at: datetime) -> bool:
    from bot.turns import chat_of

    letter = inbox.dead_letter(tx, number)
    update = _object(letter.body) if letter else None
    return update is not None and inbox.retry_dead(tx, number, chat_of(update), at)


def _object(body: str) -> dict[str, object] | None:
    with contextlib.suppress(json.JSONDecodeError):
        value = json.loads(body)
        return value if isinstance(value, dict) else None
    return None


@dead_letters_app.command("drop")
def drop(number: Annotated[int, typer.Argument(help="The number in the list.")]) -> None:
    """Forget a dead letter."""
    _require_database()
    if not in_database(inbox.drop_dead, number):
        fail(f"There is no dead letter {number}.")
    typer.echo("Dropped.")


def _require_database() -> None:
    database = Settings().database
    if not database.is_file():
        fail(f"There is no database at {database}. Set FIELDCARE_DATA to its folder, or run `fieldcare init` first.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"Not a day: {text!r}. Write it as 2026-03-01.")


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """What the disk or a file is at fault for, said without a traceback."""
    try:
        yield
    except backup.Unusable as reason:
        fail(str(reason))
    except exports.TooManyRows:
        fail(f"A sheet has room for {exports.SHEET_ROWS:,} rows. Take fewer with --since, or use csv or jsonl.")
    except OSError as error:
        fail(f"{error.filename or 'The file'}: {error.strerror}.")


@contextlib.contextmanager
def _written(output: Path | None) -> Iterator[IO[bytes]]:
    """A file only its owner may read, that stands under its name once it is whole; None is standard output."""
    folder = output.parent if output else None
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".fieldcare-", delete=False) as part:
        try:
            yield part.file
            part.flush()
            if output is None:
                sys.stdout.buffer.write(Path(part.name).read_bytes())
                sys.stdout.buffer.flush()
            else:
                os.fsync(part.fileno())
                Path(part.name).replace(output)
        finally:
            Path(part.name).unlink(missing_ok=True)
