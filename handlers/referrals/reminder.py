"""What the clock says of questions that wait too long (R2.8)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.referrals import ReferralState
from handlers.context import unasked
from handlers.referrals.card import card
from handlers.turn import Message
from handlers.visit_card import comma
from locales.markup import join
from services.referral_reminders import Reminder
from storage.tx import Tx


def told(tx: Tx, one: Reminder, now: datetime) -> Sequence[Message]:
    """To leaders the question again, with the button to answer; to the asker that they were reminded, or the answer
    that the client waits for."""
    c = unasked(tx, one.reader, one.house, now)
    if one.asked.referral.state is ReferralState.ANSWERED:
        shown = card(c, one.asked, "referrals.remind_pass_on")
    elif one.leaders:
        names = comma(c, [leader.name for leader in one.leaders])
        below = card(c, one.asked)
        shown = replace(below, text=join([c.t("referrals.leaders_reminded", names=names), below.text]))
    else:
        shown = card(c, one.asked, "referrals.remind_answer")
    return [replace(shown, chat_id=one.reader.telegram_id, key=one.key)]
