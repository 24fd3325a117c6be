"""Care moments of clients and persons, the table of holidays, and the working days an organisation listed itself.

`next_on` and `next_nudge_at` say what comes next of a moment; they are reckoned anew when they pass or when what they
come from changes. `persons.moments_stale` and `clients.moments_stale` are set by every insert and update of those
tables, so that no change can be forgotten.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    false,
    func,
    or_,
    select,
    true,
    update,
)

from domain.calendars import Holiday
from domain.frozen import field_names
from domain.moments import Pointer
from domain.persons import PersonRole, Sex
from domain.staff import Actor
from storage.clients import clients, visible
from storage.contracts import contracts
from storage.persons import persons
from storage.schema import Instant, metadata
from storage.tx import Tx

moments = Table(
    "moments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, unique=True),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("rule", Text, nullable=False),
    Column("client_id", ForeignKey("clients.id"), index=True),
    Column("person_id", ForeignKey("persons.id"), index=True),
    Column("contract_id", ForeignKey("contracts.id")),
    Column("group_id", ForeignKey("groups.id"), index=True),
    Column("staff_id", ForeignKey("staff.id")),
    Column("next_on", Date),
    Column("next_nudge_at", Instant, index=True),
    Column("created_by", ForeignKey("staff.id")),
    Column("created_at", Instant, nullable=False),
)
"""`key` names what a derived moment comes from: `birthday:<person>`, `founded:<client>`, `contract_end:<contract>`.

One that was entered has none; it is nudged to the client's manager, without a client to `staff_id`, or to all managers
of `group_id`.
"""

holidays = Table(
    "holidays",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("rule", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("industries", Text),
    Column("jobs", Text),
    Column("sex", Text),
    Column("next_on", Date),
    Column("next_nudge_at", Instant, index=True),
)

working_days = Table(
    "working_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("works", Boolean, nullable=False),
)

_PERSON_STANDS = persons.c.merged_into.is_(None) & persons.c.removed_at.is_(None)
_CLIENT_STANDS = clients.c.merged_into.is_(None) & clients.c.removed_at.is_(None)
_DUE = (
    select(
        *(moments.c[name] for name in ("id", "key", "kind", "name", "rule", "client_id", "person_id", "contract_id")),
        *(moments.c[name] for name in ("group_id", "staff_id", "next_on", "next_nudge_at")),
        clients.c.class_.label("client_class"),
        clients.c.manager_id,
    )
    .select_from(moments.join(clients, clients.c.id == moments.c.client_id, isouter=True))
    .where(moments.c.next_nudge_at <= bindparam("now"))
    .order_by(moments.c.next_nudge_at, moments.c.id)
    .limit(bindparam("most"))
)
_HOLIDAYS_DUE = select(holidays).where(holidays.c.next_nudge_at <= bindparam("now"))
_FIRST = select(func.min(moments.c.next_nudge_at))
_FIRST_HOLIDAY = select(func.min(holidays.c.next_nudge_at))
_POINT = (
    update(moments)
    .where(moments.c.id == bindparam("row"), moments.c.next_nudge_at.is_not_distinct_from(bindparam("was")))
    .values(next_on=bindparam("to_on"), next_nudge_at=bindparam("to_at"))
)
_POINT_HOLIDAY = (
    update(holidays)
    .where(holidays.c.id == bindparam("row"), holidays.c.next_nudge_at.is_not_distinct_from(bindparam("was")))
    .values(next_on=bindparam("to_on"), next_nudge_at=bindparam("to_at"))
)
_BY_KEY = select(moments).where(moments.c.key == bindparam("key"))
_DROP_KEY = delete(moments).where(moments.c.key == bindparam("key"))
_HOLIDAYS = select(holidays).order_by(holidays.c.id)
_ANY_HOLIDAY = select(holidays.c.id).limit(1)
_LISTED = select(working_days)
_STALE_PERSONS = (
    select(
        *(persons.c[name] for name in ("id", "client_id", "birthday", "birthday_type")),
        (_PERSON_STANDS & _CLIENT_STANDS).label("stands"),
        clients.c.class_.label("client_class"),
    )
    .join(clients, clients.c.id == persons.c.client_id)
    .where(persons.c.moments_stale)
    .limit(bindparam("most"))
)
_STALE_CLIENTS = (
    select(
        clients.c.id,
        clients.c.founded_on,
        clients.c.class_.label("client_class"),
        _CLIENT_STANDS.label("stands"),
    )
    .where(clients.c.moments_stale)
    .limit(bindparam("most"))
)
_FRESH_PERSON = update(persons).where(persons.c.id == bindparam("row")).values(moments_stale=false())
_FRESH_CLIENT = update(clients).where(clients.c.id == bindparam("row")).values(moments_stale=false())
_PERSONS_STALE_OF = update(persons).where(persons.c.client_id == bindparam("client")).values(moments_stale=true())
_OF_CLIENT = select(moments).where(moments.c.client_id == bindparam("client"), moments.c.person_id.is_(None))


def stale_persons(tx: Tx, most: int) -> Sequence[Row[Any]]:
    """Persons that were added or changed since their moments were reckoned."""
    return tx.rows(_STALE_PERSONS, {"most": most})


def stale_clients(tx: Tx, most: int) -> Sequence[Row[Any]]:
    """Clients that were added or changed since their moments were reckoned."""
    return tx.rows(_STALE_CLIENTS, {"most": most})


def note_persons_fresh(tx: Tx, ids: Sequence[int]) -> None:
    """Note that the moments of these persons are as their files say."""
    tx.write(_FRESH_PERSON, [{"row": each} for each in ids])


def note_client_fresh(tx: Tx, client_id: int) -> None:
    """Note that a client's own moments are as its file says; those of its persons are reckoned next."""
    tx.write(_FRESH_CLIENT, {"row": client_id})
    tx.write(_PERSONS_STALE_OF, {"client": client_id})


def by_key(tx: Tx, key: str) -> Row[Any] | None:
    """The derived moment of a key."""
    return tx.row(_BY_KEY, {"key": key})


def of_client(tx: Tx, client_id: int) -> Sequence[Row[Any]]:
    """The moments of a client that are none of a person's."""
    return tx.rows(_OF_CLIENT, {"client": client_id})


def add(tx: Tx, values: Mapping[str, Any], next_: Pointer | None) -> int:
    """Keep a moment, and return its id."""
    return tx.insert(moments, {**values, **_pointer(next_)})


def change(tx: Tx, moment_id: int, values: Mapping[str, Any], next_: Pointer | None) -> None:
    """Write a moment anew."""
    tx.write(update(moments).where(moments.c.id == moment_id).values(**values, **_pointer(next_)))


def drop(tx: Tx, key: str) -> None:
    """Forget a derived moment: what it came from is no more."""
    tx.write(_DROP_KEY, {"key": key})


def remove(tx: Tx, moment_id: int) -> None:
    """Forget a moment that was entered."""
    tx.write(delete(moments).where(moments.c.id == moment_id))


def _pointer(next_: Pointer | None) -> dict[str, Any]:
    return {"next_on": next_.on if next_ else None, "next_nudge_at": next_.nudge_at if next_ else None}


def due(tx: Tx, now: datetime, most: int) -> Sequence[Row[Any]]:
    """The moments whose next nudge is due, the earliest first, with the client's class and manager."""
    return tx.rows(_DUE, {"now": now, "most": most})


def holidays_due(tx: Tx, now: datetime) -> Sequence[Row[Any]]:
    """The holidays whose next nudge is due."""
    return tx.rows(_HOLIDAYS_DUE, {"now": now})


def first_due_at(tx: Tx) -> datetime | None:
    """The earliest instant at which a moment or a holiday is nudged next."""
    found = [at for query in (_FIRST, _FIRST_HOLIDAY) if (at := tx.value(query, {})) is not None]
    return min(found, default=None)


def point(tx: Tx, row: Row[Any], next_: Pointer | None, *, holiday: bool = False) -> bool:
    """Set what comes next of a moment or a holiday; False where somebody else has done so already."""
    to = {"to_on": next_.on if next_ else None, "to_at": next_.nudge_at if next_ else None}
    return tx.write(_POINT_HOLIDAY if holiday else _POINT, {"row": row.id, "was": row.next_nudge_at, **to}) == 1


def everything(tx: Tx) -> Sequence[Row[Any]]:
    """Every moment with its client's class, for reckoning all of them anew."""
    joined = moments.join(clients, clients.c.id == moments.c.client_id, isouter=True)
    return tx.rows(select(moments, clients.c.class_.label("client_class")).select_from(joined).order_by(moments.c.id))


def any_holiday(tx: Tx) -> bool:
    """Whether the table of holidays has been filled."""
    return tx.value(_ANY_HOLIDAY, {}) is not None


def all_holidays(tx: Tx) -> Sequence[Row[Any]]:
    """The table of holidays."""
    return tx.rows(_HOLIDAYS, {})


def holiday_called(tx: Tx, name: str) -> Row[Any] | None:
    """The holiday of a name."""
    return tx.row(select(holidays).where(holidays.c.name == name))


def save_holiday(tx: Tx, holiday: Holiday, next_: Pointer | None) -> None:
    """Add a holiday to the table, or change the one of its name."""
    values = {name: getattr(holiday, name) for name in field_names(holiday)} | _pointer(next_)
    if not tx.write(update(holidays).where(holidays.c.name == holiday.name).values(**values)):
        tx.insert(holidays, values)


def remove_holiday(tx: Tx, name: str) -> bool:
    """Take a holiday off the table; False where it is not on it."""
    return tx.write(delete(holidays).where(holidays.c.name == name)) == 1


def listed_days(tx: Tx) -> dict[date, bool]:
    """The days an organisation listed itself: True a working day, False a day off."""
    return {row.day: row.works for row in tx.rows(_LISTED, {})}


def list_days(tx: Tx, days: Mapping[date, bool | None]) -> None:
    """List working days and days off; those listed before for the same days are replaced, or (None) forgotten."""
    tx.write(delete(working_days).where(working_days.c.day.in_(list(days))))
    tx.insert_all(working_days, [{"day": day, "works": works} for day, works in days.items() if works is not None])


def _contains(columns: Sequence[Column[Any]], words: str | None) -> ColumnElement[bool]:
    given = [word for word in (words or "").split("|") if word]
    if not given:
        return false()
    return or_(*(column.icontains(word, autoescape=True) for column in columns for word in given))


def _industry(holiday: Holiday) -> ColumnElement[bool]:
    return _contains((clients.c.industry, clients.c.sub_industry), holiday.industries)


def _of(client_id: int | None) -> ColumnElement[bool]:
    return true() if client_id is None else clients.c.id == client_id


def clients_for(
    tx: Tx, holiday: Holiday, actor: Actor | None = None, client_id: int | None = None
) -> Sequence[Row[Any]]:
    """The clients a holiday concerns as a whole: all, or those of its industries; with the person of an individual VIP.

    `actor` None is the clock, which works for everybody; `client_id` asks for one client alone.
    """
    if holiday.audience == "named":
        return []
    own = persons.c.client_id == clients.c.id
    itself = own & (persons.c.role == PersonRole.SELF) & _PERSON_STANDS
    query = (
        select(
            clients.c.id.label("client_id"),
            clients.c.name.label("client"),
            clients.c.class_.label("client_class"),
            clients.c.manager_id,
            func.min(persons.c.id).label("person_id"),
            func.min(persons.c.name).label("person"),
        )
        .select_from(clients.join(persons, itself, isouter=True))
        .where(visible(actor), _of(client_id), true() if holiday.audience == "everyone" else _industry(holiday))
        .group_by(clients.c.id)
        .order_by(clients.c.id)
    )
    return tx.rows(query)


def persons_for(
    tx: Tx, holiday: Holiday, names: Sequence[str], actor: Actor | None = None, client_id: int | None = None
) -> Sequence[Row[Any]]:
    """The persons a holiday concerns by themselves, where it does not concern their client as a whole: by sex or job,
    and those in whose file one of its names stands among the festivals they care about."""
    if holiday.audience == "everyone":
        return []
    whom = [_contains((persons.c.festivals,), "|".join(names))]
    if holiday.audience == "matching":
        whom.append(_contains((persons.c.position, persons.c.department), holiday.jobs))
        whom.append(persons.c.sex == Sex(holiday.sex) if holiday.sex else false())
    not_whole = ~func.coalesce(_industry(holiday), false()) if holiday.audience == "matching" else true()
    query = (
        select(
            clients.c.id.label("client_id"),
            clients.c.name.label("client"),
            clients.c.class_.label("client_class"),
            clients.c.manager_id,
            persons.c.id.label("person_id"),
            persons.c.name.label("person"),
        )
        .select_from(persons.join(clients, clients.c.id == persons.c.client_id))
        .where(visible(actor), _of(client_id), _PERSON_STANDS, not_whole, or_(*whom))
        .order_by(persons.c.id)
    )
    return tx.rows(query)


def in_scope(tx: Tx, actor: Actor, client_id: int | None = None) -> Sequence[Row[Any]]:
    """The moments an actor may know of (R0.4): those of clients in scope, their own, and those of their groups; of one
    client alone where that is asked."""
    groups = [group for group in (actor.staff.group_id, *actor.staff.groups) if group is not None]
    alone = moments.c.client_id.is_(None)
    query = (
        select(moments, clients.c.name.label("client"), persons.c.name.label("person"), contracts.c.subject)
        .select_from(
            moments.join(clients, clients.c.id == moments.c.client_id, isouter=True)
            .join(persons, persons.c.id == moments.c.person_id, isouter=True)
            .join(contracts, contracts.c.id == moments.c.contract_id, isouter=True)
        )
        .where(
            true() if client_id is None else moments.c.client_id == client_id,
            or_(
                moments.c.client_id.is_not(None) & visible(actor),
                alone & (moments.c.staff_id == actor.id),
                alone & moments.c.group_id.in_(groups),
            ),
        )
    )
    return tx.rows(query.order_by(moments.c.next_on, moments.c.id))
