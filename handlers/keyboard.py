"""The lasting keyboard below the chat: the four things used most, in the words of the person's language."""

from functools import cache

from domain.staff import RECORDING, Role
from locales.words import LANGUAGES, Words, words

_KEYS = (("visit", "today"), ("clients", "overdue"))
"""Commands on the keyboard; the label of `today` is the text `common.key_today`."""


def keyboard(role: Role, text: Words) -> list[list[str]]:
    """The keyboard of a role; who records nothing has none."""
    return [[text.plain(f"common.key_{command}") for command in row] for row in _KEYS] if role in RECORDING else []


@cache
def _labels() -> dict[str, str]:
    keys = [command for row in _KEYS for command in row]
    return {words(language).plain(f"common.key_{command}"): command for language in LANGUAGES for command in keys}


@cache
def _bare_labels() -> dict[str, str]:
    return {label.partition(" ")[2].lower(): command for label, command in _labels().items()}


def command_of(text: str) -> str | None:
    """The command that a key of the keyboard stands for, whatever the language it was labelled in."""
    return _labels().get(text.strip())


def command_typed(text: str) -> str | None:
    """The command that a key's words stand for where they are typed, without its picture: 记走访, log a visit.

    In a conversation they may be an answer instead, as 今天 is.
    """
    return _bare_labels().get(text.strip().lower())
