"""Rows of a sheet become records: the header is found, unknown columns are named, every cell is read as its field."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from domain.clients import Client
from domain.contracts import Contract
from domain.errors import Refused
from domain.frozen import frozen
from domain.persons import BirthdayType, Person
from services import fields
from services.sheets import columns
from services.sheets.files import Rows

Hint = TypeVar("Hint")

EXAMPLES = ("示例", "範例", "example")
"""How the name in a template's example row begins; such a row is never imported."""


@frozen
class Bad:
    """A row that cannot be imported: its number in the file, the column's header, and why."""

    row: int
    column: str
    reason: Refused


@frozen
class Table:
    """A sheet whose header is understood. `fields` are ours by the place of their column."""

    noun: str
    header: tuple[str, ...]
    fields: dict[int, str]
    unknown: tuple[str, ...]
    rows: Rows
    examples: int


@dataclass(slots=True)
class Record:
    """One row read. `name` is what it is called (of a contract what it is about), `names` are aliases or nicknames,
    `target` is what stands in the records already."""

    row: int
    name: str
    values: dict[str, Any]
    names: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    target: Client | Person | Contract | None = None

    def header(self, name: str) -> str:
        """How the file calls the column of a field."""
        return self.headers.get(name, name)

    def keep_what_differs(self) -> None:
        """Drop the values and names that the target has already."""
        target = self.target
        assert target is not None
        if not isinstance(target, Contract):
            known = (target.name, *(target.aliases if isinstance(target, Client) else target.nicknames))
            self.names = tuple(name for name in self.names if name not in known)
        self.values = {name: value for name, value in self.values.items() if not _same(target, name, value)}


def _same(target: Client | Person | Contract, name: str, value: Any) -> bool:
    held = getattr(target, name)
    return held == value or (name == "consent_at" and held is not None and value is not None)


def table(noun: str, rows: Rows) -> Table:
    """Find the header among the first rows. Raises Refused where a required column is not there."""
    required = columns.REQUIRED[noun]
    best = max(rows[:10], key=lambda row: sum(columns.field_of(noun, cell) is not None for cell in row[1]))
    found: dict[int, str] = {}
    unknown: list[str] = []
    for place, header in enumerate(best[1]):
        name = columns.field_of(noun, header)
        if name and name not in found.values():
            found[place] = name
        elif header:
            unknown.append(header)
    if not found:
        raise Refused("sheets.no_header", headers="、".join(best[1][:8]))
    if noun == "persons" and "client" in found.values() and "name" not in found.values():
        raise Refused("sheets.no_person_column")
    if not set(required) <= set(found.values()):
        raise Refused(f"sheets.no_required_{noun}")
    body = [row for row in rows if row[0] > best[0] and not row[1][0].startswith("#")]
    named = next(place for place, name in found.items() if name == columns.NAMED[noun])
    kept = [row for row in body if not _cell(row[1], named).lower().startswith(EXAMPLES)]
    return Table(noun, tuple(best[1]), found, tuple(unknown), kept, len(body) - len(kept))


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def read(sheet: Table, row: int, cells: list[str], today: date, zone: ZoneInfo) -> tuple[Record | None, list[Bad]]:
    """Read one row; a record where its required cells are good, and everything that is wrong with it."""
    written = {name: cell for place, name in sheet.fields.items() if (cell := _cell(cells, place))}
    headers = {name: sheet.header[place] for place, name in sheet.fields.items()}
    record = Record(row, "", {}, headers=headers)
    bad: list[Bad] = []

    def take(name: str, reader: Callable[[str], Any]) -> Any:
        try:
            return reader(written.pop(name))
        except Refused as refused:
            bad.append(Bad(row, headers.get(name, name), refused))
            return None

    for name in columns.REQUIRED[sheet.noun]:
        if name not in written:
            bad.append(Bad(row, headers[name], Refused("sheets.missing")))
        elif (value := take(name, fields.name)) is not None:
            record.values[name] = value
    record.name = record.values.get(columns.NAMED[sheet.noun], "")
    for name in ("aliases", "nicknames"):
        if name in written:
            record.names = tuple(each for each in take(name, fields.aliases) or () if each != record.name)
    if "consent" in written:
        record.values["consent_at"] = take("consent", lambda cell: fields.consent(cell, today, zone))
    _read_birthday(record, written, take, today)
    reader = _READERS[sheet.noun]
    for name in list(written):
        by_field = fields.name if name in ("manager", "chief_manager") else _reading(reader, name, today)
        value = take(name, by_field)
        if value is not None:
            record.values[name] = value
    return (record if not bad or set(columns.REQUIRED[sheet.noun]) <= set(record.values) else None), bad


_READERS: dict[str, Callable[[str, str, date], Any]] = {
    "clients": fields.read_client,
    "persons": fields.read_person,
    "contracts": fields.read_contract,
}


def _reading(reader: Callable[[str, str, date], Any], name: str, today: date) -> Callable[[str], Any]:
    return lambda cell: reader(name, cell, today)


def _read_birthday(record: Record, written: dict[str, str], take: Any, today: date) -> None:
    """The birthday in the calendar that its own column says; a type without a birthday says nothing."""
    type_: BirthdayType | None = take("birthday_type", fields.birthday_type) if "birthday_type" in written else None
    if "birthday" in written:
        birthday = take("birthday", lambda cell: fields.birthday(cell, today, type_))
        if birthday is not None:
            record.values |= {"birthday": str(birthday), "birthday_type": birthday.type}


def phone_hints(record: Record, hint: Callable[[int, str, dict[str, Any]], Hint]) -> Iterable[Hint]:
    """A phone that no numbering plan knows is kept as it is typed, and pointed out."""
    phone = record.values.get("phone")
    if phone and fields.doubtful_phone(phone):
        yield hint(record.row, "sheets.hint_phone", {"name": record.name, "column": record.header("phone")})
