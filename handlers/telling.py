"""What others are told of a record the moment it is made: leaders of competitor news (R1.7), managers of what an
assistant wrote for them. Each in their own language, once, and only what lies in their own scope (R0.4)."""

from dataclasses import replace

from domain.staff import Actor, Staff
from domain.visits import Competition
from handlers.context import Context
from handlers.turn import Message
from handlers.visit_card import buttons, card, news, when
from locales.markup import join
from locales.words import words
from services.visits import Recorded
from storage import staff


def told(c: Context, recorded: Recorded, *, entered: bool = False) -> list[Message]:
    """The messages that a record, its change or its undoing sends to others; `entered`: it was made just now."""
    leaders = dict.fromkeys((*recorded.hearers, *recorded.former_hearers))
    found = [message for leader in leaders for message in _news(as_seen_by(c, leader), recorded, leader)]
    visit = recorded.visit
    if entered and visit.manager_id != c.actor.id:
        manager = staff.by_id(c.tx, visit.manager_id)
        if manager is not None and manager.telegram_id is not None:
            found.append(_behalf(as_seen_by(c, manager), recorded, manager.telegram_id))
    return found


def as_seen_by(c: Context, member: Staff) -> Context:
    """The same turn, spoken of to somebody else: their language, their rights."""
    actor = Actor(member, c.actor.organisation)
    return replace(c, actor=actor, words=words(actor.language), draft=None)


def _news(c: Context, recorded: Recorded, leader: Staff) -> list[Message]:
    if leader.telegram_id is None:
        return []
    visit, former = recorded.visit, recorded.moved_from
    manager = recorded.names.get(visit.manager_id) or _name(c, visit.manager_id)
    found: list[Message] = []
    for kind, told_news in _kinds(recorded, leader):
        if not told_news:
            continue
        client = former if kind == "withdrawn" and former else recorded.client
        lines = [c.t(f"visits.{kind}_heading", client=client.name, before=former.name if former else "")]
        lines += [news(c, each.competitor, each.content) for each in told_news]
        source = "withdrawn" if kind == "withdrawn" else "news"
        lines.append(c.t(f"visits.{source}_from", manager=manager, when=when(c, visit)))
        rows = [] if kind == "withdrawn" else [[c.button("visits.open", "visits.show", visit=visit.id)]]
        key = f"competitor:{kind}:{visit.id}:{leader.id}:{c.turn.update_id}"
        found.append(Message(join(lines), rows, chat_id=leader.telegram_id, prompt=True, key=key))
    return found


def _kinds(recorded: Recorded, leader: Staff) -> list[tuple[str, tuple[Competition, ...]]]:
    """What is news to a leader, and what holds no more. Of a record moved to another client each hears their own side:
    who leads for both that it was moved; who led for the former, nothing of the other client (R0.4)."""
    if recorded.moved_from is None:
        return [("news", recorded.news), ("withdrawn", recorded.withdrawn)]
    if leader not in recorded.former_hearers:
        return [("news", recorded.news)]
    moved = leader in recorded.hearers and recorded.news
    return [("moved", recorded.news) if moved else ("withdrawn", recorded.withdrawn)]


def _behalf(c: Context, recorded: Recorded, chat_id: int) -> Message:
    shown = card(c, recorded, "visits.logged_for_you", buttons(c, recorded)[:1])
    key = f"on_behalf:{recorded.visit.id}:{c.turn.update_id}"
    return replace(shown, chat_id=chat_id, prompt=True, held=True, key=key)


def _name(c: Context, staff_id: int) -> str:
    return staff.names(c.tx, {staff_id}).get(staff_id, "")
