"""What the sample organisation cares for: contracts, moments entered by hand, gifts in stock, care given before.

Days are given from the demo's present, so that something is always near.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from domain.care import CareForm, Effect
from domain.moments import Kind, Once
from domain.persons import Birthday
from domain.staff import Actor, Role
from domain.visits import Met
from services import care, contracts, gifts, moments
from services.care import CareCommand
from services.contracts import NewContract
from services.moments import NewMoment
from storage import persons
from storage.tx import Tx

Homes = dict[str, tuple[Actor, int]]
DAYS_PER_MONTH = 30.44
EVENING = time(18, 20)


def add_contracts(tx: Tx, rows: Sequence[dict[str, Any]], homes: Homes, began: datetime, now: datetime) -> None:
    """Every manager enters their contracts; the client's project owner is one of its persons (R1.5)."""
    for row in rows:
        manager, client_id = homes[row["client"]]
        ends_on = now.astimezone(manager.zone).date() + timedelta(days=row["in_days"])
        starts_on = ends_on - timedelta(days=round(row["months"] * DAYS_PER_MONTH))
        owner = next(each for each in persons.of_client(tx, client_id) if each.name == row["owner"])
        new = NewContract(client_id, row["subject"], owner.name, owner.id, starts_on, ends_on)
        contracts.add(tx, manager, new, began)


def add_moments(tx: Tx, rows: Sequence[dict[str, Any]], homes: Homes, actors: dict[str, Actor], now: datetime) -> None:
    """Leaders enter the events of their groups, managers what their clients celebrate (R3.1)."""
    groups = {row["group"] for row in rows if row["group"]}
    leaders = [actor for actor in actors.values() if actor.role is Role.LEADER]
    of_group = dict(zip(sorted(groups), sorted(leaders, key=lambda actor: actor.staff.groups), strict=True))
    for row in rows:
        actor, client_id = homes[row["client"]] if row["client"] else (of_group[row["group"]], None)
        on = now.astimezone(actor.zone).date() + timedelta(days=row["in_days"])
        rule = Birthday(on.month, on.day) if row["yearly"] else Once(on)
        kind = Kind.ANNIVERSARY if row["yearly"] else Kind.EVENT
        moments.add(tx, actor, NewMoment(kind, row["name"], rule, client_id, for_group=client_id is None), now)


def take_in_gifts(tx: Tx, rows: Sequence[dict[str, Any]], actors: dict[str, Actor], began: datetime) -> None:
    """The first leader takes the gifts in (R3.7)."""
    leader = next(actor for actor in actors.values() if actor.role is Role.LEADER)
    for row in rows:
        gifts.stock_in(tx, leader, row["name"], row["quantity"], row["price"] * 100, began)


def give_care(tx: Tx, rows: Sequence[dict[str, Any]], homes: Homes, now: datetime) -> None:
    """What was done for persons before (R3.6), so that a nudge can say it."""
    for row in rows:
        manager, client_id = homes[row["client"]]
        on = now.astimezone(manager.zone).date() - timedelta(days=row["days_ago"])
        person = next(each for each in persons.of_client(tx, client_id) if each.name == row["person"])
        command = CareCommand(
            client_id,
            on,
            Kind(row["moment"]),
            form=CareForm(row["form"]),
            content=row["content"],
            gift=row["gift"],
            effect=Effect(row["effect"]),
            persons=(Met(person.name, person.id),),
        )
        care.log(tx, manager, command, datetime.combine(on, EVENING, manager.zone))
