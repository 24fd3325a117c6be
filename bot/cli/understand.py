"""`fieldcare understand`: what the bot reads in messages, as JSON lines in and out; for trying and for scoring."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.console import fail, in_database
from domain.errors import Refused
from domain.staff import Actor
from language.understanding import Client, Person, Portfolio, Understanding, understand
from services import understanding
from storage import organisation, staff
from storage.tx import Tx


def portfolio_from_csv(
    clients: Path, persons: Path | None, own_company: str | None = None, manager: str | None = None
) -> Portfolio:
    """The portfolio of two files with the columns of `fieldcare import`; other columns are not looked at.

    Raises ValueError for a file without a name (or client) column, naming what is missing.
    """
    found = []
    for number, row in enumerate(_rows(clients, ("name",))):
        aliases = tuple(alias.strip() for alias in row.get("aliases", "").split("|") if alias.strip())
        found.append(Client(number, row["name"], aliases, row.get("class"), row.get("industry"), row.get("district")))
    ids = {client.name: client.id for client in found}
    people = []
    for number, row in enumerate(_rows(persons, ("client", "name")) if persons else ()):
        if row["client"] in ids:
            people.append(
                Person(
                    number,
                    ids[row["client"]],
                    row["name"],
                    row.get("sex"),
                    row.get("position"),
                    row.get("department"),
                    row.get("role"),
                )
            )
    return Portfolio(found, people, own_company=own_company, manager=manager)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: no column {', '.join(missing)}")
        for row in reader:
            yield {key: (value or "").strip() for key, value in row.items() if key}


def answers(feed: Iterable[str], portfolio: Portfolio) -> Iterator[str]:
    """One JSON line for each JSON line {"id", "text", "now"}; the zone of `now` is the organisation's."""
    for line in feed:
        if line.strip():
            asked = json.loads(line)
            now = datetime.fromisoformat(asked["now"])
            answer = {"id": asked.get("id"), **as_card(understand(asked["text"], portfolio, now))}
            yield json.dumps(answer, ensure_ascii=False)


def as_card(read: Understanding) -> dict[str, Any]:
    """The understanding with the keys of `expect` in `tests/examples/messages.jsonl`."""
    return {
        "intent": read.intent.value,
        "client": _named([one.value.name for one in read.clients], [one.name for one in read.client_choices]),
        "persons": [one.value.name for one in read.persons]
        + [{"ambiguous": [one.name for one in choices]} for choices in read.person_choices],
        "date": read.date.value.isoformat() if read.date else None,
        "time": read.time.value.strftime("%H:%M") if read.time else None,
        "visit_type": read.visit_type.value if read.visit_type else None,
        "care_form": read.care_form.value if read.care_form else None,
        "moment": read.moment.value if read.moment else None,
        "next_steps": [
            {"text": step.text, "due": step.due.isoformat() if step.due else None} for step in read.next_steps
        ],
        "competitors": [one.value for one in read.competitors],
        "sentiment": read.sentiment.value if read.sentiment else None,
        "new_client": read.new_client.value if read.new_client else None,
        "sure": read.sure,
    }


def _named(clients: list[str], choices: list[str]) -> str | dict[str, list[str]] | None:
    if choices:
        return {"ambiguous": choices}
    if len(clients) > 1:
        return {"many": clients}
    return clients[0] if clients else None


def portfolio_of(tx: Tx, name: str) -> Portfolio:
    """The names that a member of the organisation may know, learned ones too.

    Raises Refused for somebody who is no member.
    """
    member, house = staff.by_name(tx, name), organisation.load(tx)
    if member is None or house is None:
        raise Refused("staff.no_such_member", name=name)
    return understanding.portfolio(tx, Actor(member, house))


def understand_lines(
    clients: Annotated[
        Path | None, typer.Option(help="CSV of clients: name, aliases (a|b), class, industry, district")
    ] = None,
    persons: Annotated[Path | None, typer.Option(help="CSV of persons: client, name, sex, position, role")] = None,
    own_company: Annotated[str | None, typer.Option(help="your company, which is no competitor")] = None,
    manager: Annotated[str | None, typer.Option(help="who writes the messages")] = None,
    as_: Annotated[str | None, typer.Option("--as", help="read as this member, with the names of the database")] = None,
) -> None:
    """Read messages as JSON lines {"id", "text", "now"} and answer what each says, one JSON line each.

    The names come from --clients and --persons, or from the database with --as.
    """
    if (clients is None) == (as_ is None):
        fail("Give either --clients FILE or --as NAME.")
    try:
        if clients is not None:
            portfolio = portfolio_from_csv(clients, persons, own_company, manager)
        else:
            portfolio = in_database(portfolio_of, as_ or "")
        for line in answers(sys.stdin, portfolio):
            sys.stdout.write(line + "\n")
    except (OSError, ValueError, KeyError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
