"""Asking one's leader, answering, passing the answer on (R2.8): by words and buttons."""

from domain.errors import Refused
from domain.referrals import Referral, ReferralState
from handlers.common import is_record
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.referrals.card import card, told_asker, told_leaders
from handlers.turn import Button, Message, Reply
from handlers.visit_card import short
from language import referrals as words
from locales.format import day
from locales.markup import Markup, join
from services import referrals
from storage.drafts import Draft

NOUN = "referrals"
_SURELY_TOLD = 0.75


def told(c: Context) -> Reply | None:
    """A question typed for one's leader: 请示：一中想要8折，能不能给; a record that ends in one stays a record."""
    text = words.question(c.turn.text)
    if text is None or (text == c.turn.text.strip() and _is_record(c)):
        return None
    return _asked(c, text, None)


def _is_record(c: Context) -> bool:
    """Whether the words tell of a visit, of care or of a competitor, be it at a client that has to be asked for."""
    intent = c.understand().intent
    return intent.value in ("visit", "care", "competitor") and intent.sureness >= _SURELY_TOLD


def ask(c: Context) -> Reply:
    """Ask my leader, pressed: what? In own words."""
    client_id = int(c.data["client"]) if c.data.get("client") else None
    draft = Draft(NOUN, "ask", {"client": client_id}, c.draft.id if c.draft else None)
    return Reply([c.say("referrals.ask_text", [[c.button("common.cancel", "common.cancel")]])], draft=draft)


def _asked(c: Context, text: str, client_id: int | None) -> Reply:
    if client_id is None:
        named = {each.value.id for each in c.understand().clients}
        client_id = named.pop() if len(named) == 1 else None
    asked = referrals.ask(c.tx, c.actor, text, client_id, c.now)
    return Reply([card(c, asked, "referrals.asked"), *told_leaders(c, asked)], ends=c.draft)


def list_(c: Context) -> Reply:
    """What waits: for the reader's answer, and what they asked themselves that is not over."""
    offset = int(c.data.get("offset", 0))
    waiting, for_me = referrals.to_answer(c.tx, c.actor, 0, offset + PAGE)
    own, of_mine = referrals.mine(c.tx, c.actor, 0, offset + PAGE)
    found = [*waiting, *own][offset : offset + PAGE]
    lines: list[str] = []
    if for_me:
        lines.append(c.t("referrals.to_answer", n=for_me))
    if of_mine or not for_me:
        lines.append(c.t("referrals.mine" if of_mine else "referrals.none", n=of_mine))
    lines += [_line(c, one, place) for place, one in enumerate(found, offset + 1)]
    rows = [
        [Button(_label(one, place), "referrals.show", {"referral": one.id})]
        for place, one in enumerate(found, offset + 1)
    ]
    rows.append(turning(c, "referrals.list", offset, for_me + of_mine))
    rows.append([c.button("referrals.ask", "referrals.ask")])
    return Reply([Message(join([Markup(each) for each in lines]), [row for row in rows if row])])


def _line(c: Context, one: Referral, place: int) -> str:
    asked_on = day(one.asked_at.astimezone(c.actor.zone).date(), c.today, c.words.language)
    key = "referrals.line_answered" if one.state is ReferralState.ANSWERED else "referrals.line_open"
    who = c.words.plain("common.comma").join(filter(None, (one.asker, one.client)))
    return c.t(key, place=place, who=who, text=short(one.text, 60), day=asked_on)


def _label(one: Referral, place: int) -> str:
    return short(f"{place}. {one.client or one.text}", 24)


def show(c: Context) -> Reply:
    """A question opened from a list, or gone back to."""
    ends = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([card(c, referrals.load(c.tx, c.actor, int(c.data["referral"])))], ends=ends)


def answer(c: Context) -> Reply:
    """Answer, pressed: in own words. Who comes too late is told at once."""
    asked = referrals.load(c.tx, c.actor, int(c.data["referral"]))
    if not asked.answering or asked.referral.state is not ReferralState.OPEN:
        return Reply([card(c, asked)], toast=c.words.plain(referrals.over(asked).key, name=asked.by), alert=True)
    rows = [[c.button("common.back", "referrals.show", referral=asked.referral.id)]]
    draft = Draft(NOUN, "answer", {"referral": asked.referral.id}, c.draft.id if c.draft else None)
    text = c.t("referrals.ask_answer", name=asked.referral.asker, text=short(asked.referral.text, 300))
    return Reply([Message(text, rows)], draft=draft)


def _answered(c: Context, referral_id: int) -> Reply:
    try:
        with c.tx.savepoint():
            asked = referrals.answer(c.tx, c.actor, referral_id, c.turn.text, c.now)
    except Refused as refused:  # it is over: the next words are something new
        return Reply([c.say(refused.key, **refused.values)], ends=c.draft)
    return Reply([card(c, asked, "referrals.answered"), *told_asker(c, asked)], ends=c.draft)


def pass_on(c: Context) -> Reply:
    """The client knows it now."""
    return Reply([card(c, referrals.pass_on(c.tx, c.actor, int(c.data["referral"]), c.now), "referrals.passed_on")])


def reopen(c: Context) -> Reply:
    """Not passed on after all; or asked again, and then whoever leads hears it again."""
    asked = referrals.reopen(c.tx, c.actor, int(c.data["referral"]), c.now)
    told = told_leaders(c, asked) if asked.referral.state is ReferralState.OPEN else []
    return Reply([card(c, asked), *told])


def withdraw(c: Context) -> Reply:
    """Taken back before anybody answered."""
    return Reply([card(c, referrals.withdraw(c.tx, c.actor, int(c.data["referral"]), c.now), "referrals.withdrawn")])


def typed(c: Context) -> Reply | None:
    """Words typed while a question or an answer is waited for."""
    assert c.draft is not None
    question = words.question(c.turn.text)
    if not c.turn.text.strip() or c.turn.attachment is not None or (question is None and is_record(c)):
        return None
    if c.draft.step == "answer":
        return _answered(c, int(c.draft.data["referral"]))
    try:
        with c.tx.savepoint():
            return _asked(c, question or c.turn.text, c.draft.data.get("client"))
    except Refused as refused:  # a client that went to somebody else, nobody to ask: so it stays
        return Reply([c.say(refused.key, **refused.values)], ends=c.draft)
