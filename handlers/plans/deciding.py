"""The approver's word (R4.3): approve, or send back with a comment; whoever made the plan hears it at once."""

from dataclasses import replace

from domain.errors import Refused
from handlers.context import Context
from handlers.plan_card import card, told_approvers
from handlers.telling import as_seen_by
from handlers.turn import Message, Reply
from handlers.visit_card import comma
from services import plan_approval, plans
from services.plans import Shown
from storage.drafts import Draft

NOUN = "plans"


def outdated(c: Context, whole: Shown) -> Reply | None:
    """The plan as it is now, where somebody changed it since the card that was pressed; nothing is done then."""
    if int(c.data.get("v", whole.plan.version)) == whole.plan.version:
        return None
    return Reply([card(c, whole)], toast=c.words.plain("plans.changed_meanwhile"), alert=True)


def approve(c: Context) -> Reply:
    """Approved as it was seen; the next level is asked, or the owner told."""
    whole = plans.load(c.tx, c.actor, int(c.data["plan"]))
    if whole.deciding and (stale := outdated(c, whole)):
        return stale
    after = plan_approval.approve(c.tx, c.actor, whole.plan.id, int(c.data["v"]), c.now)
    names = comma(c, [one.name for one in after.approvers])
    lead = c.t("plans.approved_on", names=names) if after.approvers else c.t("plans.approved")
    told = told_approvers(c, after) if after.approvers else _tell_owner(c, after, "plans.your_approved")
    return Reply([card(c, after, lead=lead), *told])


def send_back(c: Context) -> Reply:
    """Send back: why? In own words."""
    whole = plans.load(c.tx, c.actor, int(c.data["plan"]))
    if whole.deciding and (stale := outdated(c, whole)):
        return stale
    this = {"plan": whole.plan.id, "v": int(c.data["v"])}
    rows = [[c.button("common.back", "plans.day", plan=whole.plan.id)]]
    draft = Draft(NOUN, "comment", this, c.draft.id if c.draft else None)
    return Reply([c.say("plans.ask_comment", rows, name=whole.owner.name)], draft=draft)


def sent_back(c: Context) -> Reply:
    """The comment typed: the plan goes back with it. One that is not what was seen any more, or decided on by somebody
    else, ends the question: it would refuse whatever is typed next."""
    assert c.draft is not None
    this = c.draft.data
    try:
        with c.tx.savepoint():
            after = plan_approval.send_back(c.tx, c.actor, int(this["plan"]), int(this["v"]), c.turn.text, c.now)
    except Refused as refused:
        said = c.t(refused.key, **refused.values)
        stale = refused.key == "plans.changed_meanwhile"
        shown = card(c, plans.load(c.tx, c.actor, int(this["plan"])), lead=said) if stale else Message(said)
        return Reply([shown], ends=c.draft)
    told = _tell_owner(c, after, "plans.your_sent_back")
    return Reply([card(c, after, lead=c.t("plans.sent_back")), *told], ends=c.draft)


def _tell_owner(c: Context, whole: Shown, heading: str) -> list[Message]:
    owner = whole.owner
    if owner.telegram_id is None:
        return []
    seen = as_seen_by(c, owner)
    shown = card(seen, plans.shown(c.tx, seen.actor, whole.plan), lead=seen.t(heading, name=c.actor.staff.name))
    key = f"plan:{whole.plan.id}:{whole.plan.state}:v{whole.plan.version}"
    return [replace(shown, chat_id=owner.telegram_id, prompt=True, held=True, key=key)]
