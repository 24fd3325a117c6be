"""The summary of a week or a month in chat (R4.4): filled in by the bot, reasons by a tap, a few words, handed in."""

from collections.abc import Sequence
from dataclasses import replace

from domain.plans import Item, PlanKind
from domain.staff import Staff
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.plan_card import NOT_DONE, label, not_done, period, reason, short_day, told_of_change
from handlers.telling import as_seen_by
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma, short
from locales.markup import Markup, join
from services import plan_summaries, plans
from services.plan_summaries import Settled, Summary
from storage.drafts import Draft

NOUN = "plans"
NAMED = 12
"""So many clients are named in a row; of the others the number is said."""


def show(c: Context) -> Reply:
    """The summary of a plan, as far as it goes now."""
    found = plan_summaries.summary(c.tx, c.actor, int(c.data["plan"]), c.now)
    ends = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([card(c, found, int(c.data.get("offset", 0)))], ends=ends)


def card(c: Context, found: Summary, offset: int = 0, *, lead: str | None = None) -> Message:
    """What was done, what was not, what came besides; whose it is settles what is open."""
    whole = found.shown
    lines: list[str] = [lead, ""] if lead else []
    heading = "plans.summary_heading" if whole.own else "plans.summary_heading_of"
    lines.append(c.t(heading, period=period(c, whole.plan), name=whole.owner.name))
    lines.append(
        c.t("plans.summary_counts", done=len(found.done), planned=found.planned, on_time=found.on_time,
            unplanned=len(found.unplanned))
    )  # fmt: skip
    if found.done:
        lines.append(c.t("plans.summary_done", names=_names(c, found.done)))
    shown = found.open[offset : offset + PAGE]
    if shown:
        lines += ["", c.t("plans.summary_open", n=len(found.open))]
        lines += [_open_line(c, one, place) for place, one in enumerate(shown, offset + 1)]
    if found.ahead:
        ahead = [c.words.plain("plans.unplanned_one", client=label(c, one), day=short_day(c, one.planned_on))
                 for one in found.ahead[:NAMED]]  # fmt: skip
        lines.append(c.t("plans.summary_ahead", n=len(found.ahead), names=comma(c, ahead)))
    lines += [_settled(c, "plans.summary_rolled", one) for one in found.rolled[:NAMED]]
    lines += [_settled(c, "plans.summary_dropped", one) for one in found.dropped[:NAMED]]
    if found.unplanned:
        said = [
            c.words.plain("plans.unplanned_one", client=each.client, day=short_day(c, each.visited_on))
            for each in found.unplanned[:NAMED]
        ]
        lines.append(c.t("plans.summary_unplanned", names=comma(c, said)))
    if whole.plan.summary_words:
        lines += ["", c.t("plans.summary_words", words=short(whole.plan.summary_words, 600))]
    if whole.plan.summary_at is not None and whole.own:
        lines.append(c.t("plans.summary_handed_in"))
    return Message(join([Markup(each) for each in lines]), _rows(c, found, shown, offset))


def _rows(c: Context, found: Summary, shown: Sequence[Item], offset: int) -> list[list[Button]]:
    this = {"plan": found.shown.plan.id}
    rows: list[list[Button]] = []
    if found.shown.own:
        rows.append([Button(str(place), "plans.why", {"item": one.id}) for place, one in enumerate(shown, offset + 1)])
        rows.append(turning(c, "plans.summary", offset, len(found.open), **this))
        if len(found.open) > 1:
            rows.append([c.button("plans.rest", "plans.ask_rest", **this)])
        for one in (*found.rolled, *found.dropped)[:3]:
            name = c.words.plain("plans.unsettle", name=short(label(c, one), 16))
            rows.append([Button(name, "plans.unsettle", {"item": one.id})])
        row = [c.button("plans.words", "plans.words", **this)]
        if not found.open:
            row.append(c.button("plans.summary_submit", "plans.summary_submit", **this))
        rows.append(row)
    rows.append([c.button("common.back", "plans.day", **this)])
    return [row for row in rows if row]


def _names(c: Context, found: Sequence[Item]) -> str:
    names = list(dict.fromkeys(one.client or label(c, one) for one in found))
    more = len(names) - NAMED
    listed = comma(c, names[:NAMED])
    return c.words.plain("plans.and_more", names=listed, n=more) if more > 0 else listed


def _open_line(c: Context, one: Item, place: int) -> str:
    why = reason(c, one)
    head = f"{short_day(c, one.planned_on)} {label(c, one)}"
    return c.t("plans.line_why" if why else "plans.line", mark=f"{place}. ", head=head, why=why)


def _settled(c: Context, key: str, one: Item) -> str:
    return c.t(key, name=label(c, one), why=not_done(c, one.not_done or ""))


def why(c: Context) -> Reply:
    """Why was it not done? The usual reasons, or in words."""
    one, whole = plans.item(c.tx, c.actor, int(c.data["item"]))
    if not whole.own:
        return c.toast("plans.not_yours")
    rows = _reasons(c, "plans.reason", item=one.id)
    rows.append([c.button("common.back", "plans.summary", plan=one.plan_id)])
    draft = Draft(NOUN, "why", {"item": one.id}, c.draft.id if c.draft else None)
    return Reply([c.say("plans.ask_why", rows, name=label(c, one))], draft=draft)


def _reasons(c: Context, action: str, **data: int) -> list[list[Button]]:
    found = [Button(c.words.plain(f"plans.why_{each}"), action, {**data, "why": each}) for each in NOT_DONE]
    return [found[place : place + 2] for place in range(0, len(found), 2)]


def reason_given(c: Context) -> Reply:
    """A reason pressed: roll it over, or let it drop?"""
    return _roll_or_drop(c, int(c.data["item"]), str(c.data["why"]))


def _roll_or_drop(c: Context, item_id: int, said: str) -> Reply:
    if said == "needless":
        return _shown(c, plan_summaries.drop(c.tx, c.actor, item_id, said, c.now))
    one, whole = plans.item(c.tx, c.actor, item_id)
    if not whole.own:
        return c.toast("plans.not_yours")
    this = {"item": one.id, "why": said}
    key = "plans.roll_week" if whole.plan.kind is PlanKind.WEEK else "plans.roll_month"
    rows = [
        [c.button(key, "plans.settle", **this, roll=True), c.button("plans.drop", "plans.settle", **this, roll=False)],
        [c.button("common.back", "plans.why", item=one.id)],
    ]
    draft = Draft(NOUN, "why", {"item": one.id}, c.draft.id if c.draft else None)
    return Reply([c.say("plans.roll_or_drop", rows, name=label(c, one), why=not_done(c, said))], draft=draft)


def why_said(c: Context) -> Reply | None:
    """A reason typed."""
    assert c.draft is not None
    return _roll_or_drop(c, int(c.draft.data["item"]), c.turn.text.strip())


def settle(c: Context) -> Reply:
    """Rolled over, or dropped."""
    item_id, said = int(c.data["item"]), str(c.data["why"])
    doing = plan_summaries.roll if c.data["roll"] else plan_summaries.drop
    return _shown(c, doing(c.tx, c.actor, item_id, said, c.now))


def _shown(c: Context, after: Settled) -> Reply:
    told = told_of_change(c, [after.into] if after.into else [])
    ends = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([card(c, after.summary), *told], ends=ends)


def ask_rest(c: Context) -> Reply:
    """All that is open rolls over: for which reason?"""
    found = plan_summaries.summary(c.tx, c.actor, int(c.data["plan"]), c.now)
    rows = _reasons(c, "plans.rest", plan=found.shown.plan.id)
    rows.append([c.button("common.back", "plans.summary", plan=found.shown.plan.id)])
    return Reply([c.say("plans.ask_rest", rows, n=len(found.open))])


def rest(c: Context) -> Reply:
    """A reason pressed for all that is open."""
    return _shown(c, plan_summaries.rest(c.tx, c.actor, int(c.data["plan"]), str(c.data["why"]), c.now))


def unsettle(c: Context) -> Reply:
    """Open again."""
    return _shown(c, plan_summaries.unsettle(c.tx, c.actor, int(c.data["item"]), c.now))


def words(c: Context) -> Reply:
    """A few words of one's own: type them."""
    found = plan_summaries.summary(c.tx, c.actor, int(c.data["plan"]), c.now)
    if not found.shown.own:
        return c.toast("plans.not_yours")
    plan_id = found.shown.plan.id
    rows = [[c.button("common.back", "plans.summary", plan=plan_id)]]
    draft = Draft(NOUN, "words", {"plan": plan_id}, c.draft.id if c.draft else None)
    return Reply([c.say("plans.ask_words", rows)], draft=draft)


def words_said(c: Context) -> Reply:
    """The words typed."""
    assert c.draft is not None
    found = plan_summaries.note_words(c.tx, c.actor, int(c.draft.data["plan"]), c.turn.text, c.now)
    return Reply([card(c, found)], ends=c.draft)


def submit(c: Context) -> Reply:
    """Handed in: who leads reads it at once."""
    found, hearers = plan_summaries.submit(c.tx, c.actor, int(c.data["plan"]), c.now)
    told = [_told(c, found, each) for each in hearers if each.telegram_id is not None]
    names = comma(c, [one.name for one in hearers])
    lead = c.t("plans.summary_submitted", names=names) if names else None
    return Reply([card(c, found, lead=lead), *told])


def _told(c: Context, found: Summary, hearer: Staff) -> Message:
    seen = as_seen_by(c, hearer)
    theirs = plan_summaries.summary(seen.tx, seen.actor, found.shown.plan.id, c.now)
    shown = card(seen, theirs)
    key = f"plan_summary:{found.shown.plan.id}:v{theirs.shown.plan.version}:{hearer.id}"
    return replace(shown, chat_id=hearer.telegram_id, prompt=True, held=True, key=key)
