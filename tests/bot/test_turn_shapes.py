"""From Telegram's JSON to a Turn: every kind of thing people send, and every shape that is none."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.turns import Malformed, chat_of, turn_of
from handlers.turn import Attachment, Turn

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)
USER = {"id": 7, "is_bot": False, "first_name": "林", "last_name": "悦", "language_code": "zh-hans"}
CHAT = {"id": 7, "type": "private", "first_name": "林"}
GROUP = {"id": -100, "type": "supergroup", "title": "一组"}


def message(**content: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": USER, **content}}


def read(update: dict[str, Any]) -> Turn:
    turn = turn_of(update, NOW)
    assert turn is not None
    return turn


def test_words_become_a_turn_with_who_where_and_when() -> None:
    turn = read(message(text="你好"))
    assert (turn.update_id, turn.chat_id, turn.user_id, turn.message_id) == (1, 7, 7, 5)
    assert (turn.text, turn.user_name, turn.user_language, turn.private) == ("你好", "林 悦", "zh-hans", True)
    assert turn.said_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert turn.attachment is None
    assert turn.press is None


@pytest.mark.parametrize(
    ("text", "command", "argument"),
    [
        ("/visit", "visit", ""),
        ("/VISIT@fieldcare_bot 一中", "visit", "一中"),
        ("/", None, ""),
        ("/ ", None, ""),
        ("/ 你好", None, "你好"),
        ("/\n", None, ""),
        ("/start\nabc", "start", "abc"),
        ("visit", None, ""),
        ("", None, ""),
    ],
)
def test_a_command_is_told_from_words(text: str, command: str | None, argument: str) -> None:
    turn = read(message(text=text))
    assert (turn.command, turn.argument) == (command, argument)


SIZE = {"file_id": "f", "file_unique_id": "u", "file_size": 9}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"photo": [{**SIZE, "file_id": "small"}, SIZE]}, Attachment("photo", "f", size=9)),
        ({"document": {**SIZE, "file_name": "客户.xlsx"}}, Attachment("document", "f", name="客户.xlsx", size=9)),
        ({"document": {"file_id": "f"}}, Attachment("document", "f")),
        ({"voice": {**SIZE, "duration": 3}}, Attachment("voice", "f", size=9)),
        ({"audio": SIZE}, Attachment("audio", "f", size=9)),
        ({"video": SIZE}, Attachment("video", "f", size=9)),
        (
            {"location": {"latitude": 25.1, "longitude": 117}},
            Attachment("location", latitude=25.1, longitude=117.0),
        ),
        (
            {"venue": {"location": {"latitude": 25.1, "longitude": 117.0}, "title": "一中", "address": "新罗区"}},
            Attachment("location", name="一中", latitude=25.1, longitude=117.0),
        ),
    ],
)
def test_whatever_is_sent_along_is_known_by_its_kind(content: dict[str, Any], expected: Attachment) -> None:
    assert read(message(**content)).attachment == expected


def test_a_shared_contact_brings_its_number() -> None:
    contact = {"phone_number": "13900000101", "first_name": "王", "last_name": "建斌"}
    attachment = read(message(contact=contact)).attachment
    assert attachment is not None
    assert (attachment.kind, attachment.phone) == ("contact", "13900000101")
    assert "王" in (attachment.name or "")
    assert "建斌" in (attachment.name or "")


def test_a_caption_is_the_words_and_an_album_is_named() -> None:
    turn = read(message(photo=[SIZE], caption="一中门口", media_group_id="12"))
    assert (turn.text, turn.album) == ("一中门口", "12")


def test_an_edit_is_an_edit_and_no_command() -> None:
    update = message(text="/visit")
    turn = read({"update_id": 1, "edited_message": update["message"]})
    assert turn.edited
    assert turn.command is None


def pressed(**about: Any) -> dict[str, Any]:
    under = {"message_id": 9, "date": 0, "chat": CHAT}
    return {"update_id": 2, "callback_query": {"id": "q", "from": USER, "data": "t.0", "message": under, **about}}


def test_a_press_brings_its_token_its_message_and_its_query() -> None:
    turn = read(pressed())
    assert turn.press is not None
    assert (turn.press.token, turn.press.message_id, turn.press.query_id) == ("t.0", 9, "q")
    assert turn.said_at == NOW


@pytest.mark.parametrize(("status", "joined"), [("member", True), ("kicked", False), ("left", False)])
def test_a_block_and_its_end_are_heard(status: str, joined: bool) -> None:
    change = {"chat": CHAT, "from": USER, "date": 0, "new_chat_member": {"status": status, "user": USER}}
    assert read({"update_id": 3, "my_chat_member": change}).joined is joined


def test_in_a_group_it_is_not_private() -> None:
    assert not read(message(text="/today", chat=GROUP)).private


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "poll": {"id": "1"}},
        {"update_id": 1, "channel_post": {"message_id": 1}},
        {"update_id": 1},
        {"update_id": 1, "message": {"message_id": 5, "date": 1, "chat": CHAT, "text": "anonymous"}},
        message(**{"from": {**USER, "is_bot": True}}),
    ],
)
def test_what_says_nothing_to_us_is_no_turn(update: dict[str, Any]) -> None:
    assert turn_of(update, NOW) is None


WRONG = [None, True, 7.5, "x", [], {}, 2**62, -(2**62), float("nan")]
NEEDED = {
    "message": ["message_id", "date", "chat", "chat.id", "chat.type", "from.id", "from.first_name"],
    "callback_query": ["id", "data", "from", "from.id", "message.chat", "message.chat.id", "message.message_id"],
}
RIGHT = {"chat.type": str, "from.first_name": str, "id": str, "data": str}


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in NEEDED.items() for path in paths])
def test_without_a_part_it_needs_or_with_a_wrong_one_it_is_malformed(kind: str, path: str) -> None:
    good = message(text="x") if kind == "message" else pressed()
    *way, last = path.split(".")
    missing = object()
    for value in [missing, *WRONG]:
        if isinstance(value, RIGHT.get(path, ())):
            continue
        update = copy.deepcopy(good)
        holder = update[kind]
        for key in way:
            holder = holder[key]
        if value is missing:
            del holder[last]
        else:
            holder[last] = value
        with pytest.raises(Malformed):
            turn_of(update, NOW)


@pytest.mark.parametrize(
    "content",
    [
        {"text": 7},
        {"photo": "x"},
        {"photo": [7]},
        {"photo": [{"file_id": 7}]},
        {"document": []},
        {"voice": {"file_id": None}},
        {"video": {"file_id": "f", "file_size": "9"}},
        {"location": {"latitude": "25", "longitude": 117}},
        {"location": {"latitude": float("nan"), "longitude": 117}},
        {"location": {"latitude": 25}},
        {"contact": {"first_name": "王"}},
        {"media_group_id": 7},
    ],
)
def test_an_attachment_of_no_form_is_malformed(content: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        turn_of(message(**content), NOW)


def test_half_a_character_is_replaced_and_a_nul_is_kept() -> None:
    assert read(message(text="一\ud83d中")).text == "一?中"
    assert read(message(text="一\x00中")).text == "一\x00中"


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        (message(), 7),
        (message(chat=GROUP), -100),
        (pressed(), 7),
        (pressed(message=None), 7),
        ({"update_id": 1}, 0),
        ({"update_id": 1, "message": None}, 0),
        ({"update_id": 1, "message": {"chat": {"id": "7"}}}, 0),
        ({"update_id": 1, "message": {"chat": {"id": 2**70}}}, 0),
        ({"update_id": 1, "inline_query": {"from": USER}}, 7),
    ],
)
def test_an_update_belongs_to_a_chat_even_where_it_is_malformed(update: dict[str, Any], chat: int) -> None:
    assert chat_of(update) == chat
