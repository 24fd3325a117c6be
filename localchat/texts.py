"""The text of a message with its entities: parsed, trimmed, measured. Offsets and lengths are in UTF-16 units."""

from __future__ import annotations

from typing import Any

from localchat.autolinks import found_entities
from localchat.errors import bad_request
from localchat.html_text import parse_html
from localchat.markdown_text import parse_markdown, parse_markdown_v2
from localchat.names import names

Entity = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# Of entities over the same words the outer one stands first, as Telegram sorts them.
_ORDER = {
    kind: rank
    for rank, kind in enumerate(
        names(
            "blockquote expandable_blockquote pre text_link text_mention bold italic underline strikethrough "
            "spoiler custom_emoji code"
        )
    )
}
_EXCLUSIVE = frozenset({"pre", "code", "text_link", "text_mention", "custom_emoji"})
_PARSERS = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def formatted(
    text: str, parse_mode: str | None, entities: list[Entity] | None, *, limit: int, too_long: str
) -> tuple[str, list[Entity]]:
    """What is shown of `text`: the words, and the entities in them; may be empty, and then the caller says what is."""
    if parse_mode:
        parser = _PARSERS.get(parse_mode.lower())
        if parser is None:
            raise bad_request("unsupported parse_mode")
        text, given = parser(text)
    else:
        given = _within(text, entities) if entities else []
    text = text.replace("\r", "")
    text, given = _trimmed(text, given)
    if (len(text) if text.isascii() else utf16_length(text)) > limit:
        raise bad_request(too_long)
    found = found_entities(text)
    if not given:
        return text, found
    # What is found by itself gives way to what was written, unless it stands free or within plain emphasis.
    kept = [each for each in found if not any(_clash(each, other) for other in given)]
    return text, sorted(given + kept, key=_sort_key)


def _within(text: str, entities: list[Entity]) -> list[Entity]:
    end = utf16_length(text)
    if any(each["offset"] < 0 or each["offset"] + each["length"] > end for each in entities):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    return [entity for entity in entities if entity["length"] > 0]


def _sort_key(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _ORDER.get(entity["type"], len(_ORDER))


def _clash(found: Entity, written: Entity) -> bool:
    start, end = found["offset"], found["offset"] + found["length"]
    other_start, other_end = written["offset"], written["offset"] + written["length"]
    if end <= other_start or other_end <= start:
        return False
    contained = other_start <= start and end <= other_end
    return written["type"] in _EXCLUSIVE or not contained


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at either end, as Telegram keeps it; entities shrink with it."""
    shorter = text.rstrip(" \n\t")
    left = len(shorter) - len(shorter.lstrip(" \n\t"))
    shorter = shorter[left:]  # white space is one UTF-16 unit each
    if shorter == text or not entities:
        return shorter, entities
    end = utf16_length(shorter)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - left)
        stop = min(end, entity["offset"] + entity["length"] - left)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return shorter, kept
