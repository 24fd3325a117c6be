"""The sample organisation: who works there, their clients and key persons, read from `sample/<language>/`.

Every name is invented. Birthdays that are to come round soon are given in days from the demo's present day.
"""

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.demo import caring, history
from domain.frozen import frozen
from domain.lunar import to_lunar
from domain.staff import Actor, Grade, Role
from services import clients, nudges, persons
from services import staff as members
from storage import organisation, staff
from storage.tx import Tx

TIMEZONE = "Asia/Shanghai"
HERE = Path(__file__).parent / "sample"
BACK = timedelta(days=210)
"""So long before the demo's present the organisation began to use fieldcare; its records reach back half a year."""

_LISTS = ("groups", "assists", "aliases")
_NUMBERS = ("employees", "in_days", "days_ago", "months", "price", "quantity")
_NOUNS = ("staff", "clients", "persons", "stories", "contracts", "moments", "gifts", "care")


@frozen
class Sample:
    """The sample data of one language. `chats` are the titles of the groups' chats, by group."""

    name: str
    own_company: str
    chats: dict[str, str]
    staff: list[dict[str, Any]]
    clients: list[dict[str, Any]]
    persons: list[dict[str, Any]]
    stories: list[dict[str, str]]
    contracts: list[dict[str, Any]]
    moments: list[dict[str, Any]]
    gifts: list[dict[str, Any]]
    care: list[dict[str, Any]]


def read(language: str) -> Sample:
    """The sample in one of the interface languages."""
    folder = HERE / language
    about = tomllib.loads((folder / "organisation.toml").read_text(encoding="utf-8"))
    rows = {noun: list(_rows(folder / f"{noun}.csv")) for noun in _NOUNS}
    return Sample(**{**about, **rows})


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values: dict[str, Any] = {name: value or None for name, value in row.items()}
            for name in values.keys() & _LISTS:
                values[name] = values[name].split("|") if values[name] else []
            for name in values.keys() & _NUMBERS:
                values[name] = int(values[name]) if values[name] else None
            yield values


def settle(tx: Tx, sample: Sample, language: str, now: datetime) -> None:
    """Found the organisation and let half a year of visits have happened, all in one unit."""
    began = now - BACK
    organisation.save(tx, name=sample.name, timezone=TIMEZONE, language=language, own_company=sample.own_company)
    for row in sample.staff:
        grade = Grade(row["grade"]) if row["grade"] else None
        members.add(tx, began, **{**row, "role": Role(row["role"]), "grade": grade})
    house = organisation.load(tx)
    assert house is not None
    actors = {member.name: Actor(member, house) for member in staff.everyone(tx)}
    homes = _add_clients(tx, sample, actors, began)
    _add_persons(tx, sample, homes, began, now)
    history.live_through(tx, sample.stories, actors, now)
    caring.add_contracts(tx, sample.contracts, homes, began, now)
    caring.take_in_gifts(tx, sample.gifts, actors, began)
    caring.give_care(tx, sample.care, homes, now)
    caring.add_moments(tx, sample.moments, homes, actors, now)
    # From this very morning on, so that whoever opens the demo at noon finds what was said at half past eight.
    nudges.start(tx, datetime.combine(now.astimezone(house.zone).date(), time(), house.zone))


def _add_clients(tx: Tx, sample: Sample, actors: dict[str, Actor], began: datetime) -> dict[str, tuple[Actor, int]]:
    """Every manager enters their clients; manager and id of each by its name."""
    homes = {}
    for row in sample.clients:
        manager = actors[row["manager"]]
        values = {name: value for name, value in row.items() if name not in ("name", "class", "aliases", "manager")}
        values["founded_on"] = date.fromisoformat(row["founded_on"]) if row["founded_on"] else None
        client = clients.add(tx, manager, row["name"], began, class_=row["class"], **values)
        for alias in row["aliases"]:
            clients.add_alias(tx, manager, client.id, alias, began)
        homes[row["name"]] = manager, client.id
    return homes


def _add_persons(tx: Tx, sample: Sample, homes: dict[str, tuple[Actor, int]], began: datetime, now: datetime) -> None:
    for row in sample.persons:
        manager, client_id = homes[row["client"]]
        values = {name: value for name, value in row.items() if name not in ("client", "name", "in_days")}
        if row["in_days"] is not None:
            falls_on = now.astimezone(manager.zone).date() + timedelta(days=row["in_days"])
            values["birthday"] = _birthday(row["birthday"], row["birthday_type"], falls_on)
        # An individual VIP came into the file with the client (R1.3).
        known = persons.namesake(tx, manager, client_id, row["name"])
        if known:
            persons.change(tx, manager, known.id, values, began)
        else:
            persons.add(tx, manager, client_id, row["name"], began, **values)


def _birthday(year: str, kind: str, falls_on: date) -> str:
    """A birthday in the calendar of its type, of somebody born in `year`, that comes round on a given day.

    The last days of a month, which the year of birth need not have had, become the day before.
    """
    lunar = to_lunar(falls_on) if kind == "lunar" else None
    month, day = (lunar.month, min(lunar.day, 29)) if lunar else (falls_on.month, falls_on.day)
    if lunar is None and month == 2:
        day = min(day, 28)
    return f"{year}-{month:02d}-{day:02d}"
