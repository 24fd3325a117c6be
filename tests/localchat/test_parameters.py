"""Every parameter of every method is checked against the official specification."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localchat import spec, wire
from localchat.client import Control
from localchat.errors import ApiError
from localchat.methods import METHODS
from tests.localchat.conftest import Bot

SERVED = sorted([*METHODS, "getUpdates"])
NOT_SERVED = {"ephemeral_message_parameters", "direct_messages_topic_id", "suggested_post_parameters"}
PARAMETERS = [(method, name) for method in SERVED for name in spec.official()["methods"][method]]
UPLOAD = spec.Upload("a.png", "image/png", b"x")


def example(types: list[str]) -> Any:
    """A value of a type, as small as the specification allows."""
    name = types[0]
    plain: dict[str, Any] = {
        "Integer": 1,
        "Float": 1.5,
        "String": "a",
        "Boolean": True,
        "True": True,
        "InputFile": UPLOAD,
    }
    if name in plain:
        return plain[name]
    if name.startswith("Array of "):
        return [example([name.removeprefix("Array of ")])]
    about = spec.official()["types"][name]
    if "subtypes" in about:
        return example([about["subtypes"][0]])
    fields = about["fields"].items()
    return {key: each.get("value") or example(each["types"]) for key, each in fields if each.get("required")}


def check(method: str, name: str, value: Any) -> Any:
    return spec.method(method).parameters[name](value, name)


@pytest.mark.parametrize(("method", "name"), PARAMETERS)
def test_a_parameter_is_taken_in_its_own_type_and_as_text(method: str, name: str) -> None:
    types = spec.official()["methods"][method][name]["types"]
    value = example(types)
    assert check(method, name, value) == value
    if "InputFile" not in types:
        assert check(method, name, value if isinstance(value, str) else json.dumps(value)) == value


@pytest.mark.parametrize(("method", "name"), [each for each in PARAMETERS if each[1] not in NOT_SERVED])
def test_a_parameter_of_another_type_is_refused(method: str, name: str) -> None:
    with pytest.raises(ApiError) as refused:
        check(method, name, {"no such field": [1]})
    assert refused.value.code == 400


@pytest.mark.parametrize("method", SERVED)
def test_a_missing_required_parameter_and_an_unknown_one_are_refused(method: str) -> None:
    compiled = spec.method(method)
    types = spec.official()["methods"][method]
    whole = {name: example(types[name]["types"]) for name in compiled.required}
    for name in compiled.required:
        with pytest.raises(ApiError, match="Bad Request"):
            wire.checked(compiled, {key: value for key, value in whole.items() if key != name})
    with pytest.raises(ApiError, match='unknown parameter "made_up"'):
        wire.checked(compiled, {**whole, "made_up": "1"})
    assert wire.checked(compiled, whole)[0] == whole


def test_the_specification_says_where_it_comes_from_and_under_which_licence() -> None:
    official = spec.official()
    assert official["version"] == "Bot API 10.3"
    assert "aiogram 3.31.0" in official["source"]
    assert "Permission is hereby granted, free of charge" in official["licence"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ({"inline_keyboard": [[{"text": "a"}]]}, "Text buttons are unallowed in the inline keyboard"),
        ({"inline_keyboard": [[{"text": "", "callback_data": "a"}]]}, "Text must be non-empty"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "客" * 22}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "copy_text": {"text": "x" * 257}}]]}, "BUTTON_COPY_TEXT_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "copy_text": {"text": ""}}]]}, "BUTTON_COPY_TEXT_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "url": "x y"}]]}, "is invalid: Wrong HTTP URL"),
        ({"inline_keyboard": [[{"text": "a", "url": "http://a.cn", "callback_data": "a"}]]}, "exactly one action"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a", "colour": "red"}]]}, 'unknown field "colour"'),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": "pink"}]]}, "unknown button style"),
        ({"inline_keyboard": [{"text": "a", "callback_data": "a"}]}, "Array expected"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 101]}, "reply markup is too long"),
        ({"keyboard": []}, "reply keyboard must be non-empty"),
        ({"keyboard": [["a"]]}, "KeyboardButton expected"),
        ({"keyboard": [[{"text": "a", "request_contact": True, "request_location": True}]]}, "at most one action"),
        ({"keyboard": [[{"text": "a"}]], "input_field_placeholder": "x" * 65}, "INPUT_FIELD_PLACEHOLDER_INVALID"),
        ({"remove_keyboard": False}, "True expected"),
        ([], "expected"),
        ("no JSON", 'can\'t parse "reply_markup": it is no JSON'),
    ],
)
async def test_keyboards_telegram_would_refuse_are_refused(bot: Bot, lin: Any, markup: Any, words: str) -> None:
    refused = await bot.refused("sendMessage", chat_id=lin["id"], text="a", reply_markup=markup)
    assert refused.code == 400
    assert words in refused.description


async def test_callback_data_of_64_bytes_is_taken(bot: Bot, lin: Any) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "x" * 64}], []]}
    sent = await bot("sendMessage", chat_id=lin["id"], text="a", reply_markup=keyboard)
    assert sent["reply_markup"] == {"inline_keyboard": keyboard["inline_keyboard"][:1]}


async def test_calls_come_as_query_form_json_and_multipart(bot: Bot, control: Control, lin: Any) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    params = {"chat_id": lin["id"], "text": "好", "disable_notification": True, "reply_markup": keyboard}
    for call in (bot.as_json, bot.as_form):
        sent = await call("sendMessage", params)
        assert (sent["text"], sent["reply_markup"]) == ("好", keyboard)
    url = f"{bot.chat.url}/bot{bot.token}/sendmessage"
    query = {"chat_id": str(lin["id"]), "text": "查询", "reply_markup": json.dumps(keyboard)}
    async with bot.session.get(url, params=query) as answer:
        assert (await answer.json())["result"]["text"] == "查询"
    sent = await bot.with_files("sendMessage", {}, **params)
    assert sent["text"] == "好"
    calls = await control.calls("sendMessage")
    assert [call["params"].get("chat_id") for call in calls] == [lin["id"]] * 4
    assert all(call["params"]["reply_markup"] == keyboard for call in calls)


@pytest.mark.parametrize("value", ["abc", "1.5", "", "null", "[1]"])
async def test_a_number_that_is_none_is_refused(bot: Bot, lin: Any, value: str) -> None:
    form = {"chat_id": str(lin["id"]), "from_chat_id": str(lin["id"]), "message_id": value}
    with pytest.raises(Exception, match=r"message_id|message identifier"):
        await bot.as_form("copyMessage", form)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json"}, b"{"),
        ({"Content-Type": "application/json"}, b"[1]"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"text=\xff\xfe"),
        ({"Content-Type": "text/csv"}, b"a"),
        ({"Content-Type": "multipart/form-data"}, b"a"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(bot: Bot, headers: dict[str, str], body: bytes) -> None:
    url = f"{bot.chat.url}/bot{bot.token}/sendMessage"
    async with bot.session.post(url, data=body, headers=headers) as answer:
        assert answer.status == 400
        assert (await answer.json())["error_code"] == 400


async def test_what_localchat_has_not_is_501_and_what_telegram_has_not_404(bot: Bot, lin: Any) -> None:
    assert (await bot.refused("sendInvoice")).code == 501
    unknown = await bot.refused("sendTelepathy")
    assert (unknown.code, unknown.description) == (404, "Not Found: method not found")
    refused = await bot.refused("sendMessage", chat_id=lin["id"], text="a", direct_messages_topic_id=1)
    assert refused.code == 501


async def test_an_unknown_token_is_401(bot: Bot) -> None:
    stranger = Bot(bot.chat, "1:unknown", bot.session)
    refused = await stranger.refused("getMe")
    assert (refused.code, refused.description) == (401, "Unauthorized")
