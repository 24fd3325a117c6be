"""What is done about a moment with one tap (R3.4): done, later, handed over, not this time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.care import CareForm
from domain.staff import Actor
from domain.visits import Met
from handlers import care_card, fields
from handlers.care import moment_card
from handlers.care.reminder import by_subject, listing
from handlers.context import Context
from handlers.moments import emoji, moment_name
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma
from language import dates
from locales.format import day
from locales.format import moment as at_moment
from locales.markup import Markup, join
from locales.words import words
from services import care, nudges, occurrences
from services.care import CareCommand
from services.nudges import Nudge
from storage.drafts import Draft

NOUN = "care"
_REASONS = ("arranged", "unsuitable", "unwanted", "away")


def _ids(c: Context) -> list[int]:
    held = c.data.get("occ") or (c.draft.data.get("occ", []) if c.draft else [])
    return [int(each) for each in held]


def _told(c: Context, ids: Sequence[int]) -> list[Nudge]:
    return nudges.about(c.tx, c.actor, ids, c.now)


def show(c: Context) -> Reply:
    """The moments of one person, whole; opened from a list it is a message of its own."""
    found = _told(c, _ids(c))
    if not found:
        return c.toast("care.no_such_moment")
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([replace(moment_card.card(c, found), fresh=bool(c.data.get("fresh")))], ends=mine)


def more(c: Context) -> Reply:
    """Two other greetings."""
    found = _told(c, _ids(c))
    return Reply([moment_card.card(c, found, more=True)]) if found else c.toast("care.no_such_moment")


def options(c: Context) -> Reply:
    """What is done less often: hand over, not this time, a gift, other greetings, the person."""
    found = _told(c, _ids(c))
    if not found:
        return c.toast("care.no_such_moment")
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([moment_card.card(c, found, rows=moment_card.options(c, found))], ends=mine)


def forms(c: Context) -> Reply:
    """Every form of care, for what the quick buttons do not name."""
    found = _told(c, _ids(c))
    if not found:
        return c.toast("care.no_such_moment")
    rows = moment_card.form_rows(c, {"occ": _ids(c)})
    return Reply([c.say("care.ask_form", rows, who=_names(c, found))])


def done(c: Context) -> Reply:
    """Done in some form: it is on record at once, and every moment of the card is dealt with."""
    return Reply([care_card.card(c, log_done(c, _ids(c), CareForm(c.data["form"])))])


def log_done(c: Context, ids: Sequence[int], form: CareForm) -> care.Logged:
    """Record one action that deals with several moments of a person."""
    for each in ids:
        occurrences.load_open(c.tx, c.actor, each)
    found = _told(c, ids)
    first = found[0]
    if first.client_id is None:
        raise AssertionError("a moment without a client has no care record")
    met = (Met(first.person.name, first.person.id),) if first.person else ()
    also = tuple(each.occurrence_id for each in found[1:])
    command = CareCommand(
        first.client_id, c.today, form=form, persons=met, occurrence_id=first.occurrence_id, also=also
    )
    return care.log(c.tx, c.actor, command, c.now)


def finish(c: Context) -> Reply:
    """A moment without a client is dealt with."""
    ids = _ids(c)
    for each in ids:
        occurrences.load_open(c.tx, c.actor, each)
        occurrences.finish(c.tx, each, c.actor.id, c.now)
    return _closed(c, ids, "care.finished")


def reopen(c: Context) -> Reply:
    """It was not dealt with after all: open again."""
    ids = _ids(c)
    for each in ids:
        occurrences.reopen(c.tx, c.actor, each, c.now)
    return show(c)


def _closed(c: Context, ids: Sequence[int], key: str, **values: str) -> Reply:
    rows = [[c.button("care.reopen", "care.reopen", occ=list(ids))]]
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([c.say(key, rows, what=_names(c, _told(c, ids)), **values)], ends=mine)


def _names(c: Context, found: Sequence[Nudge]) -> str:
    return comma(c, [moment_card.headline(c, each) for each in found])


def later(c: Context) -> Reply:
    """Later: when? Buttons, or a day typed."""
    ids = _ids(c)
    found = _told(c, ids)
    if not found:
        return c.toast("care.no_such_moment")
    whens: list[Button] = []
    tonight = c.actor.organisation.settings.tonight_at
    if c.now.astimezone(c.actor.zone).time() < tonight:
        whens.append(
            Button(c.words.plain("care.tonight", at=f"{tonight:%H:%M}"), "care.put_off", _until(ids, "tonight"))
        )
    whens.append(Button(c.words.plain("care.tomorrow"), "care.put_off", _until(ids, "tomorrow")))
    whens.append(Button(c.words.plain("care.three_days"), "care.put_off", _until(ids, "three_days")))
    rows = [whens, [c.button("common.back", "care.show", occ=ids)]]
    draft = Draft(NOUN, "until", {"occ": ids}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_until", rows, what=_names(c, found))], draft=draft)


def _until(ids: Sequence[int], until: str) -> dict[str, object]:
    return {"occ": list(ids), "until": until}


def put_off(c: Context) -> Reply:
    """A button under "when?"."""
    return _put_off(c, _ids(c), c.data["until"])


def until_typed(c: Context) -> Reply | None:
    """A day or an hour typed under "when?"."""
    found = dates.find(c.turn.text, c.said_on, "future")
    if not found or len(c.turn.text) > 30:
        return None
    start = found[0].start
    until: date | datetime = start.replace(tzinfo=c.actor.zone) if isinstance(start, datetime) else start
    return _put_off(c, _ids(c), until)


def _put_off(c: Context, ids: Sequence[int], until: occurrences.PutOff | date | datetime) -> Reply:
    found = _told(c, ids)
    at = [occurrences.put_off(c.tx, c.actor, each, until, c.now) for each in ids]
    when = at_moment(max(at).astimezone(c.actor.zone), c.today, c.words.language)
    rows = [[c.button("care.now_after_all", "care.show", occ=list(ids))]]
    return Reply([c.say("care.put_off", rows, what=_names(c, found), when=when)], ends=c.draft)


def hand(c: Context) -> Reply:
    """Hand over: to whom? Those who may see the client, five to a page."""
    ids, offset = _ids(c), int(c.data.get("offset", 0))
    for each in ids:
        occurrences.load_open(c.tx, c.actor, each)
    takers = occurrences.takers(c.tx, c.actor, ids[0])
    rows = [[Button(one.name, "care.hand_to", {"occ": ids, "to": one.id})] for one in takers[offset : offset + PAGE]]
    rows.append(turning(c, "care.hand", offset, len(takers), occ=ids))
    rows.append([c.button("common.back", "care.options", occ=ids)])
    key = "care.ask_taker" if takers else "care.no_taker"
    return Reply([c.say(key, rows, what=_names(c, _told(c, ids)))])


def hand_to(c: Context) -> Reply:
    """Handed over: the other is told at once."""
    ids = _ids(c)
    what = _names(c, _told(c, ids))
    taken = [occurrences.hand_over(c.tx, c.actor, each, int(c.data["to"]), c.now) for each in ids]
    rows = [[c.button("care.take_back", "care.take_back", occ=ids)]]
    return Reply([c.say("care.handed_over", rows, what=what, name=taken[0].name)])


def take_back(c: Context) -> Reply:
    """What was handed over is one's own again; whoever had it is told, unless they never heard of it."""
    ids = _ids(c)
    taken = [occurrences.take_back(c.tx, c.actor, each, c.now) for each in ids]
    had, messages = taken[0][0], list(show(c).messages)
    if had.telegram_id is not None and any(knew for _, knew in taken):
        text = words(Actor(had, c.actor.organisation).language)
        what = comma(c, [moment_card.headline(replace(c, words=text), each) for each in _told(c, ids)])
        told = text.t("care.taken_back", name=c.actor.staff.name, what=what)
        key = f"taken_back:{ids[0]}:{had.id}:{c.turn.update_id}"
        messages.append(Message(told, chat_id=had.telegram_id, prompt=True, held=True, key=key))
    return Reply(messages, toast=c.words.plain("care.taken_back_toast"))


def skip(c: Context) -> Reply:
    """Not this time: why? A tap, or own words."""
    ids = _ids(c)
    found = _told(c, ids)
    if not found:
        return c.toast("care.no_such_moment")
    reasons = [
        Button(c.words.plain(f"care.reason_{each}"), "care.skip_for", {"occ": ids, "reason": each}) for each in _REASONS
    ]
    rows = [reasons[:2], reasons[2:], [c.button("common.back", "care.options", occ=ids)]]
    draft = Draft(NOUN, "reason", {"occ": ids}, c.draft.id if c.draft else None)
    return Reply([c.say("care.ask_reason", rows, what=_names(c, found))], draft=draft)


def skip_for(c: Context) -> Reply:
    """A reason pressed."""
    return skipped(c, c.words.plain(f"care.reason_{c.data['reason']}"))


def skipped(c: Context, reason: str) -> Reply:
    """Not this time, for a reason; it is not nudged again."""
    ids = _ids(c)
    for each in ids:
        occurrences.skip(c.tx, c.actor, each, reason, c.now)
    return _closed(c, ids, "care.skipped", reason=reason)


def page(c: Context) -> Reply:
    """A page of a list that a reminder began; what was dealt with meanwhile is left out."""
    groups = _open_groups(c)
    if not groups:
        return Reply([c.say("care.all_done")])
    lines, rows = listing(c, groups, int(c.data["offset"]))
    heading = c.t("care.due_heading", n=len(groups))
    return Reply([Message(join([Markup(heading), *map(Markup, lines)]), rows)])


def feast(c: Context) -> Reply:
    """Everybody for whom a holiday is a moment, five to a page, and one tap for all."""
    groups, offset = _open_groups(c), int(c.data.get("offset", 0))
    if not groups:
        return Reply([c.say("care.all_done")])
    shown = groups[offset : offset + PAGE]
    lines = [c.t("care.feast_client", who=_feast_name(c, each[0])) for each in shown]
    rows = [
        [Button(_short_name(each[0]), "care.show", {"occ": moment_card.ids(each), "fresh": True})] for each in shown
    ]
    ids = [moment_card.ids(each) for each in groups]
    rows.append(turning(c, "care.feast", offset, len(groups), groups=ids))
    if groups[0][0].on <= c.today + timedelta(days=3):
        every = c.words.plain("care.done_all", n=len(groups))
        rows.append([Button(every, "care.done_all", {"groups": ids})])
    first = groups[0][0]
    name = moment_name(c.words, first.moment, first.name)
    on = day(first.on, c.today, c.words.language)
    heading = c.t("care.feast_line", sign=emoji(first.moment), moment=name, day=on, n=len(groups))
    return Reply([Message(join([heading, *lines]), rows, fresh=bool(c.data.get("fresh")))])


def _feast_name(c: Context, nudge: Nudge) -> str:
    """A client of a holiday with whom to greet there: 澜江市第一中学：王书亭 校长."""
    first = nudge.person or next(iter(nudge.people), None)
    if first is None:
        return nudge.client or ""
    person = fields.person(c, first.name, first.position)
    if nudge.client in (None, first.name):
        return person
    return c.words.plain("care.with_whom", client=nudge.client, person=person)


def _short_name(nudge: Nudge) -> str:
    return moment_card.label(nudge.person.name if nudge.person else nudge.client or "")


def _open_groups(c: Context) -> list[list[Nudge]]:
    ids = [int(each) for group in c.data["groups"] for each in group]
    open_ones = [each for each in ids if occurrences.is_open(c.tx, c.actor, each)]
    return by_subject(_told(c, open_ones))


def done_all(c: Context) -> Reply:
    """A text to everybody: one record each, all of them taken back by one Undo."""
    records = []
    for group in _open_groups(c):
        records.append(log_done(c, moment_card.ids(group), CareForm.SMS).care.id)
    rows = [[c.button("care.undo", "care.undo_all", care=records)]]
    return Reply([c.say("care.saved_all", rows, n=len(records))])


def undo_all(c: Context) -> Reply:
    """Take all records of one tap back: the list stands as before."""
    undone = [care.undo(c.tx, c.actor, int(each), c.now).care for each in c.data["care"]]
    groups = [[record.occurrence_id] for record in undone if record.occurrence_id is not None]
    return replace(feast(replace(c, data={"groups": groups})), toast=c.words.plain("care.undone_all", n=len(undone)))


def open_ones(c: Context) -> Reply:
    """The moments of the last days that nobody has dealt with, five to a page."""
    offset = int(c.data.get("offset", 0))
    found, total = nudges.still_open(c.tx, c.actor, c.today, offset=offset, limit=PAGE)
    if not total:
        return Reply([c.say("care.nothing_open")])
    each_told = {each.occurrence_id: each for each in _told(c, [one.occurrence_id for one in found])}
    told = [each_told[one.occurrence_id] for one in found if one.occurrence_id in each_told]
    lines = [moment_card.headline(c, each) for each in told]
    rows = [[Button(_short_name(each), "care.show", {"occ": [each.occurrence_id], "fresh": True})] for each in told]
    rows.append(turning(c, "care.open", offset, total))
    text = join([c.t("care.open_heading", n=total), *map(Markup, lines)])
    return Reply([Message(text, rows, fresh=bool(c.data.get("fresh")))])
