"""Someone who is no member: they may hand in an invitation, and to anything else get one polite line a day (R0.4)."""

from datetime import datetime

from domain.errors import Refused
from domain.staff import Actor
from handlers.context import Context
from handlers.staff.start import welcome
from handlers.turn import Message, Reply, Turn
from locales.words import LANGUAGES, closest, words
from services import staff as members
from storage import organisation, staff
from storage.tx import Tx


def hear(tx: Tx, turn: Turn, now: datetime) -> Reply:
    """Answer a stranger; in a group chat and to an edit, with silence."""
    house = organisation.load(tx)
    text = words(closest(turn.user_language, house.language if house else LANGUAGES[0]))
    if turn.press is not None:
        return Reply(toast=text.plain("common.stranger"))
    if not turn.private or turn.edited:
        return Reply()
    if house and turn.command == "start" and turn.argument:
        try:
            with tx.savepoint():
                member = members.enrol(tx, turn.argument, turn.user_id, now)
        except Refused as refused:
            return Reply([Message(text.t(refused.key, **refused.values))])
        actor = Actor(member, house)
        return welcome(Context(tx, turn, actor, now, words(actor.language)))
    if staff.answer_stranger(tx, turn.user_id, now.date()):
        return Reply([Message(text.t("common.stranger"))])
    return Reply()
