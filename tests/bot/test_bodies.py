"""Messages become calls of the Bot API: one bubble where they fit, several where they do not."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot import bodies
from handlers.turn import Attachment, Button, File, Message


def test_a_typed_message_is_answered_by_a_new_one_and_a_press_by_an_edit() -> None:
    said = bodies.calls(Message("好"), 5, None, None)
    edited = bodies.calls(Message("好"), 5, None, 17)
    assert [method for method, _ in said] == ["sendMessage"]
    assert edited[0][0] == "editMessageText"
    assert edited[0][1]["message_id"] == 17


def test_a_file_goes_as_a_document_with_the_text_below_it() -> None:
    method, body = bodies.calls(Message("名单", file=File("客户.xlsx", b"x")), 5, None, None)[0]
    assert (method, body["document"], body["caption"]) == ("sendDocument", "客户.xlsx", "名单")


def test_a_caption_longer_than_telegram_takes_goes_on_in_a_text_with_the_buttons() -> None:
    text = "\n".join(f"第{n}行 " + "话" * 90 for n in range(60))
    for message in (Message(text, file=File("客户.xlsx", b"x")), Message(text, media=Attachment("photo", "id"))):
        (_, first), *others = bodies.calls(message, 5, {"inline_keyboard": []}, None)
        assert len(first["caption"]) <= 1024
        assert [method for method, _ in others] == ["sendMessage", "sendMessage"]
        assert "reply_markup" not in first and "reply_markup" in others[-1][1]
        assert "\n".join([first["caption"], *(body["text"] for _, body in others)]) == text


def test_a_press_under_a_file_changes_its_caption() -> None:
    (method, body), *others = bodies.calls(Message("好"), 5, None, 17, captioned=True)
    assert (method, body["caption"], body["message_id"], others) == ("editMessageCaption", "好", 17, [])


def test_the_buttons_stand_under_the_last_bubble_of_a_long_text() -> None:
    text = "\n".join(f"第{n}行 " + "话" * 90 for n in range(100))
    calls = bodies.calls(Message(text), 5, {"inline_keyboard": []}, 9)
    assert [method for method, _ in calls] == ["editMessageText", "sendMessage", "sendMessage"]
    assert ["reply_markup" in body for _, body in calls] == [False, False, True]


lines = st.lists(
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="<>&\n"), max_size=400).map(
        lambda line: f"<b>{line}</b> &amp; 😀"
    ),
    min_size=1,
    max_size=60,
)


@given(lines)
def test_no_bubble_is_too_long_and_no_sign_is_lost_at_a_cut(parts: list[str]) -> None:
    text = "\n".join(parts)
    pieces = bodies.split(text)
    assert all(len(piece.encode("utf-16-le")) // 2 <= bodies.TEXT_LIMIT for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
    for piece in pieces:
        assert len(re.findall(r"<b>", piece)) == len(re.findall(r"</b>", piece)), "a tag was cut apart"
        assert not re.search(r"&(?!amp;)", piece), "an escaped sign was cut apart"


def test_a_text_without_a_single_line_break_is_cut_all_the_same() -> None:
    pieces = bodies.split("话" * 10_000)
    assert [len(piece) for piece in pieces] == [4096, 4096, 1808]


def test_buttons_that_tell_the_bot_nothing_are_links_and_copies() -> None:
    assert bodies.passive_button(Button("开", url="https://t.me/x")) == {"text": "开", "url": "https://t.me/x"}
    assert bodies.passive_button(Button("抄", copy="字" * 300))["copy_text"]["text"] == "字" * 256


def test_the_lasting_keyboard_is_set_left_or_taken_away() -> None:
    assert bodies.lasting_keyboard(None) is None
    assert bodies.lasting_keyboard([]) == {"remove_keyboard": True}
    shown = bodies.lasting_keyboard([["今天"]])
    assert shown is not None
    assert shown["keyboard"] == [[{"text": "今天"}]]


def test_a_toast_is_no_longer_than_telegram_takes() -> None:
    assert len(bodies.press_answer("1", "长" * 400, True)["text"]) == 200
    assert bodies.press_answer("1", None, False) == {"callback_query_id": "1"}
