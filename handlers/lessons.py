"""Telling what was learned: the card that taught a name says so, and can have it forgotten."""

from dataclasses import replace

from handlers.context import Context
from handlers.turn import Button, Message
from language.understanding import Understanding
from locales.markup import join
from services.aliases import Learned


def unsure_name(read: Understanding) -> str | None:
    """The words of a message that are not surely one client's name: an answer to the question teaches them."""
    if len(read.clients) == 1 and "client" in read.doubts:
        words = read.clients[0].words
        return words if words and words not in _person_words(read) else None
    return read.new_client.words or None if read.new_client and not read.clients else None


def _person_words(read: Understanding) -> set[str]:
    """The words that name persons: a person who led to the client does not become a name of it."""
    return {each.words for each in read.persons}


def with_lesson(c: Context, card: Message, learned: Learned | None) -> Message:
    """The card with what it taught, if anything."""
    if learned is None:
        return card
    text = join([card.text, "", c.t("aliases.taught", text=learned.text, name=learned.name)])
    label = c.words.plain("aliases.forget", text=learned.text)
    return replace(card, text=text, rows=[*card.rows, [Button(label, "aliases.forget", {"name": learned.id})]])
