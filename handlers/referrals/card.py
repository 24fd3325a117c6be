"""A question for one's leader as a card, with what its reader may do with it; and telling the others of it."""

from domain.referrals import Referral, ReferralState
from domain.staff import Staff
from handlers.context import Context
from handlers.telling import as_seen_by
from handlers.turn import Button, Message
from handlers.visit_card import comma, line, short
from locales.format import moment
from locales.markup import Markup, join
from services.referrals import Asked
from storage import staff

LONGEST_SHOWN = 1500


def card(c: Context, asked: Asked, heading: str = "referrals.shown") -> Message:
    """A question with its answer, and the buttons of its reader."""
    return Message(join([Markup(each) for each in (c.t(heading, name=asked.by), *_facts(c, asked))]), _rows(c, asked))


def _facts(c: Context, asked: Asked) -> list[str]:
    one = asked.referral
    facts = [("asker", "" if asked.own and one.staff_id == c.actor.id else one.asker), ("client", one.client or "")]
    facts += [("text", short(one.text, LONGEST_SHOWN)), ("answer", short(one.answer or "", LONGEST_SHOWN))]
    lines: list[str] = [line(c, f"referrals.field_{name}", value) for name, value in facts if value]
    lines.append(c.t(f"referrals.state_{one.state}", name=asked.by, names=_names(c, asked), at=_at(c, one)))
    return lines


def _names(c: Context, asked: Asked) -> str:
    return comma(c, [leader.name for leader in asked.leaders])


def _at(c: Context, one: Referral) -> str:
    at = {ReferralState.ANSWERED: one.answered_at, ReferralState.PASSED_ON: one.passed_on_at}.get(one.state)
    return moment((at or one.asked_at).astimezone(c.actor.zone), c.today, c.words.language)


def _rows(c: Context, asked: Asked) -> list[list[Button]]:
    one, this = asked.referral, {"referral": asked.referral.id}
    rows: list[list[Button]] = []
    if asked.answering and one.state is ReferralState.OPEN:
        rows.append([c.button("referrals.answer", "referrals.answer", **this)])
    if asked.own and one.state is ReferralState.ANSWERED:
        rows.append([c.button("referrals.pass_on", "referrals.pass_on", **this)])
    if asked.own and one.state is ReferralState.OPEN:
        rows.append([c.button("referrals.withdraw", "referrals.withdraw", **this)])
    if asked.own and one.state in (ReferralState.PASSED_ON, ReferralState.WITHDRAWN):
        rows.append([c.button("referrals.undo", "referrals.reopen", **this)])
    below = [c.button("referrals.all", "referrals.list")]
    if one.client_id is not None:
        below.insert(0, c.button("referrals.open_client", "clients.show", client=one.client_id))
    return [*rows, below]


def told_leaders(c: Context, asked: Asked) -> list[Message]:
    """The question to each of those whose word it waits for; once for each time it is put."""
    return [
        _to(c, leader, asked, "referrals.please_answer", f"referral:{asked.referral.id}:{leader.id}:{c.turn.update_id}")
        for leader in asked.leaders
        if leader.telegram_id is not None
    ]


def told_asker(c: Context, asked: Asked) -> list[Message]:
    """The answer to whoever asked."""
    asker = staff.by_id(c.tx, asked.referral.staff_id)
    if asker is None or asker.telegram_id is None:
        return []
    return [_to(c, asker, asked, "referrals.your_answer", f"referral_answer:{asked.referral.id}")]


def _to(c: Context, reader: Staff, asked: Asked, heading: str, key: str) -> Message:
    asker = reader.id == asked.referral.staff_id
    theirs = Asked(asked.referral, asker, not asker, asked.leaders, asked.by)
    shown = card(as_seen_by(c, reader), theirs, heading)
    return Message(shown.text, shown.rows, chat_id=reader.telegram_id, prompt=True, key=key, held=True)
