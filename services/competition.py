"""Competitor news: who hears of it at once (R1.7)."""

from domain.clients import Client
from domain.staff import Actor, Staff
from storage import staff, visits
from storage.tx import Tx


def hearers(tx: Tx, actor: Actor, client: Client | None) -> tuple[Staff, ...]:
    """The leaders of the group whose manager has the client, as far as they may see it (R0.4), except whoever wrote it.

    Of news that names no client, the leaders of its writer's group.
    """
    manager = actor.staff if client is None else staff.by_id(tx, client.manager_id) if client.manager_id else None
    if manager is None or manager.group_id is None:
        return ()
    leaders = tuple(leader for leader in staff.leaders_of(tx, manager.group_id) if leader.id != actor.id)
    if client is None:
        return leaders
    house = actor.organisation
    return tuple(leader for leader in leaders if visits.client_of(tx, Actor(leader, house), client.id))
