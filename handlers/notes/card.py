"""The card of a note: what was read, so that a mistake is seen at a glance; and what leaders hear of it (R1.7)."""

from dataclasses import replace

from domain.clients import Client
from domain.notes import Note
from domain.staff import Staff
from domain.visits import Competition, NextStep
from handlers import plan_card
from handlers.context import Context
from handlers.moments import holiday_name
from handlers.telling import as_seen_by
from handlers.turn import Button, Message
from handlers.visit_card import comma, competitors, line, news, short
from locales.format import day, moment
from locales.markup import Markup, join
from services import notes
from services.notes import Noted
from storage import next_steps, staff

_AS_NOTE = frozenset({"care", "demand", "cancel"})
"""Intents that have no records of their own yet: the card says that they are kept as a note."""

_LONGEST_LABEL = 18


def card(c: Context, noted: Noted, heading: str | None = None) -> Message:
    """A note as a message with its buttons; `heading` is the key of its first line, else that of its intent."""
    note = noted.note
    lines = [_heading(c, noted, heading or _saved(note)), *facts(c, note)]
    if heading is None and noted.hearers:
        lines.append(c.t("notes.leaders_told", names=comma(c, [each.name for each in noted.hearers])))
    if heading is None and note.intent in _AS_NOTE:
        lines += ["", f"<i>{c.t(f'notes.as_note_{note.intent}')}</i>"]
    rows = [[_step_button(c, note, step)] for step in note.next_steps[:3]]
    if note.intent == "plan":
        told, under = plan_card.of_note(c, noted)
        lines += told
        rows += under
    if note.intent == "cancel" and (off := _off_steps(c, note)):
        lines.append(c.t("notes.off_steps"))
        rows += off
    if notes.may_change(c.tx, c.actor, note):
        rows.append(
            [
                c.button("notes.change_client", "notes.change_client", note=note.id),
                c.button("notes.undo", "notes.undo", note=note.id),
            ]
        )
    if note.client_id:
        rows.append([c.button("notes.open_client", "clients.show", client=note.client_id)])
    return Message(join([Markup(line) for line in lines]), rows)


def gone(c: Context, noted: Noted) -> Message:
    """The card of a note that was taken back: its words stay to be read, and it can be brought back."""
    lines = [_heading(c, noted, "notes.undone"), *facts(c, noted.note)]
    return Message(join(lines), [[c.button("notes.restore", "notes.restore", note=noted.note.id)]])


def facts(c: Context, note: Note) -> list[str]:
    """The lines of a card, each with its word; what is not known has no line."""
    lines: list[str] = []
    if note.persons:
        lines.append(line(c, "notes.persons", comma(c, [met.name for met in note.persons])))
    if note.about_on:
        lines.append(line(c, "notes.when", _when(c, note)))
    if note.care_form:
        lines.append(line(c, "notes.kind", c.t(f"notes.form_{note.care_form}")))
    if note.moment:
        lines.append(line(c, "notes.moment", _moment(c, note.moment)))
    if note.sentiment:
        lines.append(line(c, "notes.sentiment", c.t(f"visits.sentiment_{note.sentiment}")))
    if note.competition:
        lines.append(line(c, "notes.competition", competitors(c, note.competition)))
    if note.intent != "next_step":
        lines.append(line(c, "notes.content", short(note.text)))
    return [*lines, *(_step(c, step) for step in note.next_steps)]


def alerts(c: Context, noted: Noted) -> list[Message]:
    """R1.7: what each leader is told at once of competitor news, in their own language; nothing where there is none.
    And approvers, of plans that wait for their word again because of the note (R4.3).

    Of a note moved to another client: the leaders of the former one that it holds no more (and nothing of the other
    client, R0.4), those of both that it was moved.
    """
    leaders = dict.fromkeys((*noted.hearers, *noted.former_hearers))
    found = [message for leader in leaders for message in _alerts(as_seen_by(c, leader), noted, leader)]
    return [*found, *plan_card.told_of_change(c, noted.waiting)]


def _alerts(c: Context, noted: Noted, leader: Staff) -> list[Message]:
    if leader.telegram_id is None:
        return []
    former = replace(noted, client=noted.moved_from) if noted.moved else noted
    knew = leader in noted.former_hearers if noted.moved else bool(noted.withdrawn)
    hears = bool(noted.news) and leader in noted.hearers
    found = []
    if noted.withdrawn and knew and not (noted.moved and hears):
        found.append(_alert(c, former, leader, "notes.alert_withdrawn", noted.withdrawn))
    if hears:
        moved = noted.moved and knew
        found.append(_alert(c, noted, leader, "notes.alert_moved" if moved else "notes.alert", noted.news))
    return found


def _alert(c: Context, noted: Noted, leader: Staff, key: str, told: tuple[Competition, ...]) -> Message:
    note = noted.note
    writer = staff.names(c.tx, {note.staff_id}).get(note.staff_id, "")
    text = c.t(
        key,
        client=_client_name(c, noted.client),
        before=_client_name(c, noted.moved_from),
        competitor=competitors(c, told),
        news=join(news(c, each.competitor, each.content) for each in told),
        name=writer,
        day=day(note.about_on or c.today, c.today, c.words.language),
    )
    rows = [[c.button("notes.open_client", "clients.show", client=noted.client.id)]] if noted.client else []
    unique = f"competitor:{key}:{note.id}:{leader.id}:{c.turn.update_id}"
    return Message(text, rows, chat_id=leader.telegram_id, prompt=True, key=unique)


def _saved(note: Note) -> str:
    if note.intent == "demand" and note.sentiment == "negative":
        return "notes.saved_complaint"
    kinds = ("care", "plan", "demand", "competitor", "next_step", "cancel")
    return f"notes.saved_{note.intent}" if note.intent in kinds else "notes.saved_note"


def _heading(c: Context, noted: Noted, key: str) -> str:
    return c.t(key, client=_client_name(c, noted.client))


def _client_name(c: Context, client: Client | None) -> str:
    return client.name if client else c.words.plain("notes.no_client")


def _when(c: Context, note: Note) -> str:
    assert note.about_on is not None
    if note.about_at is None:
        return day(note.about_on, c.today, c.words.language)
    return moment(note.about_at.astimezone(c.actor.zone), c.today, c.words.language)


def _moment(c: Context, value: str) -> str:
    kind, _, name = value.partition(":")
    return holiday_name(c.words, name) if kind == "holiday" else c.t(f"notes.moment_{kind}")


def _step(c: Context, step: NextStep) -> str:
    if step.done_at:
        return c.t("notes.step_done", text=step.text)
    if step.due_on is None:
        return c.t("notes.step", text=step.text)
    return c.t("notes.step_due", text=step.text, due=day(step.due_on, c.today, c.words.language))


def _step_button(c: Context, note: Note, step: NextStep) -> Button:
    key, action = ("notes.reopen", "notes.step_reopen") if step.done_at else ("notes.done", "notes.step_done")
    return Button(c.words.plain(key, text=short(step.text, _LONGEST_LABEL)), action, {"note": note.id, "step": step.id})


def _off_steps(c: Context, note: Note) -> list[list[Button]]:
    """The client's planned visits and open next steps, to be closed where they are off now."""
    if note.client_id is None:
        return []
    found, _ = next_steps.open_ones(c.tx, c.actor, client_id=note.client_id, limit=3)
    planned = plan_card.off(c, note.client_id)
    return [*planned, *([_step_button(c, note, NextStep(step.text, id=step.id))] for step in found)]
