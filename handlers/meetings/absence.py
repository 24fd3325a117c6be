"""Saying that one is away (R5.2): 我下周一到周三休假, or /away and a button; leaders hear of it."""

from datetime import date, timedelta

from domain.absences import Absence
from domain.meetings import Away
from domain.staff import Staff
from handlers.common import is_record
from handlers.context import Context
from handlers.meetings.stand_up import told_of
from handlers.telling import as_seen_by
from handlers.turn import Button, Message, Reply
from language import absences as reading
from locales.format import day, opening
from locales.markup import join
from services import absences
from services.absences import Noted
from storage.drafts import Draft

NOUN = "absences"
ONE_DAY = timedelta(days=1)
FRIDAY = 4
LISTED = 10
"""So many absences of others are named."""


def told(c: Context) -> Reply | None:
    """One's own absence in a sentence; without its days they are asked for. A day that has passed is no absence."""
    said = reading.told(c.turn.text, c.said_on)
    if said is None:
        return None
    why = Away(said.why)
    if said.starts_on is None and said.days is None:
        return _ask(c, why)
    return _noted(c, why, said.starts_on or c.today, said.ends_on, said.days)


def show(c: Context) -> Reply:
    """/away: one's own absences ahead, and who of the groups one leads is away; another is a tap away."""
    own, others = absences.coming(c.tx, c.actor, c.now)
    lines: list[str] = [c.t("absences.own" if own else "absences.none")]
    lines += [c.t("absences.line", why=_why(c, one.why), days=_days(c, one.starts_on, one.ends_on)) for one in own]
    if others:
        lines += ["", c.t("absences.others")]
        lines += [_of_other(c, one) for one in others[:LISTED]]
    rows = [[Button(c.words.plain(f"absences.ask_{why}"), "absences.ask", {"why": why.value}) for why in Away]]
    rows += [[_take_back(c, one)] for one in own]
    return Reply([Message(join(lines), [*rows, [c.button("common.close", "common.close")]])], ends=_draft(c))


def _of_other(c: Context, one: Absence) -> str:
    days = _days(c, one.starts_on, one.ends_on)
    return c.t("absences.line_of", name=one.name, why=_why(c, one.why), days=days)


def _draft(c: Context) -> Draft | None:
    return c.draft if c.draft and c.draft.noun == NOUN else None


def _why(c: Context, why: Away) -> str:
    return c.words.plain(f"absences.{why}")


def _days(c: Context, start: date, end: date) -> str:
    first = day(start, c.today, c.words.language)
    if start == end:
        return first
    return c.words.plain("absences.days", first=first, last=day(end, c.today, c.words.language))


def ask(c: Context) -> Reply:
    """Away: from when to when? Some days are offered, any are typed."""
    return _ask(c, Away(str(c.data["why"])))


def _ask(c: Context, why: Away) -> Reply:
    friday = c.today + (FRIDAY - c.today.weekday()) % 7 * ONE_DAY
    spans = dict.fromkeys([(c.today, c.today), (c.today + ONE_DAY, c.today + ONE_DAY), (c.today, friday)])
    rows = [[_span(c, why, *each)] for each in spans]
    rows.append([c.button("common.back", "absences.show")])
    own = _draft(c)
    draft = Draft(NOUN, "days", {"why": why.value}, own.id if own else None)
    return Reply([c.say("absences.ask_days", rows, why=_why(c, why))], draft=draft)


def _span(c: Context, why: Away, start: date, end: date) -> Button:
    data = {"why": why.value, "start": start.isoformat(), "end": end.isoformat()}
    return Button(opening(_days(c, start, end)), "absences.note", data)


def note(c: Context) -> Reply:
    """Days pressed."""
    start, end = (date.fromisoformat(str(c.data[name])) for name in ("start", "end"))
    return _noted(c, Away(str(c.data["why"])), start, end, None)


def typed(c: Context) -> Reply | None:
    """The days typed; what names none, or tells of a visit, is something new (None)."""
    assert c.draft is not None
    if c.turn.attachment is not None or is_record(c):
        return None
    start, end, days = reading.span(c.turn.text, c.said_on)
    if start is None and days is None:
        return None
    return _noted(c, Away(str(c.draft.data["why"])), start or c.today, end, days)


def _noted(c: Context, why: Away, start: date, end: date | None, days: int | None) -> Reply:
    last = end or absences.last_day(c.tx, c.actor, start, days or 1)
    noted = absences.note(c.tx, c.actor, why, start, last, c.now)
    lines = [_said(c, "absences.noted", noted.absence)]
    rows = [[_take_back(c, noted.absence)]]
    if noted.planned:
        lines.append(c.t("absences.planned", n=noted.planned))
        monday = max(start, c.today) - max(start, c.today).weekday() * ONE_DAY
        data = {"kind": "week", "start": monday.isoformat(), "staff": c.actor.id}
        rows.append([c.button("absences.to_plan", "plans.open", **data)])
    told_too = _tell(c, noted, "absences.told")
    stand_up = told_of(c, noted.stand_up) if noted.stand_up is not None else []
    return Reply([Message(join(lines), rows), *stand_up, *told_too], ends=_draft(c))


def _said(c: Context, key: str, one: Absence) -> str:
    return c.t(key, name=one.name, why=_why(c, one.why), days=_days(c, one.starts_on, one.ends_on))


def _take_back(c: Context, one: Absence) -> Button:
    label = c.words.plain("absences.take_back", days=_days(c, one.starts_on, one.ends_on))
    return Button(label, "absences.take_back", {"absence": one.id})


def take_back(c: Context) -> Reply:
    """One is there after all."""
    noted = absences.take_back(c.tx, c.actor, int(c.data["absence"]), c.now)
    one = noted.absence
    again = {"why": one.why.value, "start": one.starts_on.isoformat(), "end": one.ends_on.isoformat()}
    rows = [[c.button("absences.restore", "absences.note", **again)]] if one.ends_on >= c.today else []
    return Reply([Message(_said(c, "absences.is_back", one), rows), *_tell(c, noted, "absences.told_back")])


def _tell(c: Context, noted: Noted, key: str) -> list[Message]:
    return [_told(as_seen_by(c, one), noted, key, one) for one in noted.hearers if one.telegram_id is not None]


def _told(seen: Context, noted: Noted, key: str, hearer: Staff) -> Message:
    once = f"{key}:{noted.absence.id}:{hearer.id}:{seen.turn.update_id}"
    text = _said(seen, key, noted.absence)
    return Message(text, chat_id=hearer.telegram_id, prompt=True, held=True, key=once)
