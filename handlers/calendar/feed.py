"""/ics: one's calendar for the phone, as a file and under an address of one's own."""

from dataclasses import replace
from datetime import datetime

from domain.staff import Actor
from handlers.context import Context
from handlers.moments import emoji, moment_name
from handlers.turn import File, Message, Reply
from locales.words import words
from services import agenda, feeds
from services.moments import Coming
from storage.tx import Tx


def content(tx: Tx, actor: Actor, now: datetime) -> bytes:
    """A member's calendar in their language: moments, plans and promises."""
    text = words(actor.language)

    def describe(one: Coming, many: int) -> str:
        what = moment_name(text, one.kind, one.name)
        if many > 1:
            return text.plain("calendar.ics_feast", sign=emoji(one.kind), moment=what, n=many)
        return f"{emoji(one.kind)} {one.person or one.client or ''} {what}".replace("  ", " ")

    return agenda.ics(tx, actor, now, text.plain("calendar.ics_title", name=actor.staff.name), describe)


def show(c: Context) -> Reply:
    """The file; and where the bot serves feeds, the address that the phone can follow by itself."""
    file = File("fieldcare.ics", content(c.tx, c.actor, c.now))
    messages = [Message(c.t("calendar.ics_sent"), file=file)]
    if feeds.served(c.tx):
        messages.append(_known(c) if feeds.exists(c.tx, c.actor) else _new(c))
    return Reply(messages)


def _new(c: Context) -> Message:
    url = feeds.open_(c.tx, c.actor, c.now)
    assert url is not None
    rows = [[c.button("calendar.feed_close", "calendar.feed_close")]]
    return replace(c.say("calendar.feed_new", rows, url=url), secret=True)


def _known(c: Context) -> Message:
    rows = [
        [
            c.button("calendar.feed_renew", "calendar.feed_renew"),
            c.button("calendar.feed_close", "calendar.feed_close"),
        ]
    ]
    return c.say("calendar.feed_known", rows)


def renew(c: Context) -> Reply:
    """Another address; the former one stops."""
    return Reply([_new(c)]) if feeds.served(c.tx) else c.toast("calendar.feed_off")


def close(c: Context) -> Reply:
    """The address leads nowhere any more."""
    feeds.close(c.tx, c.actor, c.now)
    rows = [[c.button("calendar.feed_renew", "calendar.feed_renew")]] if feeds.served(c.tx) else []
    return Reply([c.say("calendar.feed_closed", rows)])
