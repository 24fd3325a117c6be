"""Someone who is no member: they may hand in an invitation, and to anything else get one polite line a day (R0.4)."""

from datetime import UTC, datetime

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
    """Answer a stranger; in a group chat and to an edit, with silence.

    Whatever they send or press, they are told one thing a day of the organisation; a right code always works.
    """
    house = organisation.load(tx)
    text = words(closest(turn.user_language, house.language if house else LANGUAGES[0]))
    if turn.press is None and (not turn.private or turn.edited):
        return Reply()
    line = Refused("common.stranger")
    if house and turn.command == "start" and turn.argument:
        try:
            with tx.savepoint():
                member = members.enrol(tx, turn.argument, turn.user_id, now)
        except Refused as refused:
            line = refused
        else:
            actor = Actor(member, house)
            return welcome(Context(tx, turn, actor, now, words(actor.language)))
    if not staff.answer_stranger(tx, turn.user_id, now.astimezone(house.zone if house else UTC).date()):
        return Reply()
    if turn.press is not None:
        return Reply(toast=text.plain(line.key))
    return Reply([Message(text.t(line.key, **line.values))])
