"""Updates to be thrown at a bot: real ones, captured from the chat server, with odd values and with wounds.

Every one comes with what must become of it: "served", "dead", or "either" where the wound may lie in a part that the
bot does not read.
"""

import copy
from dataclasses import dataclass
from typing import Any, Literal

from hypothesis import strategies as st

from localchat.client import Control
from tests.survival.rig import MEMBERS

Json = dict[str, Any]
Fate = Literal["served", "dead", "either"]

TARGETS = [MEMBERS[name] for name in ("林悦", "郑凯", "小孟", "周敏", "任质检", "秦管理")]
"""Whose chats are hit; the others stay quiet, to see that they are served meanwhile."""
STRANGER = 777_000_001

ODD_TEXTS = [
    *("", " ", "/", "/ ", "//", "/@", "/start", "/start x", "/visit", "/today 1", "/VISIT@fieldcare_bot", "/ 你好"),
    *(
        "{0}",
        "{client}",
        "%s %(x)d",
        "</b><a href='x'>",
        "<script>alert(1)</script>",
        "&amp;&#0;",
        "\\",
        "'; DROP TABLE visits;--",
    ),
    *(
        "\x00",
        "今天\x00拜访一中",
        "\ud83d",
        "今天拜访一中\udc00王校长",
        "\u202e今天拜访一中王校长",
        "今\u200b天\u200d拜\ufeff访一中",
        "👨‍👩‍👧‍👦" * 50,
    ),
    *(
        "ﷺ" * 300,
        "Z̸̢̛" * 200,
        "今天拜访一中王校长" * 500,
        "好" * 10_000,
        "a" * 10_000,
        "\n" * 4000,
        "🇨🇳🇨🇳",
        "١٢٣",
        "\u2028\u2029\r\v\f",
    ),
    *(
        "今天拜访{client}，聊了{0}",
        "今天拜访一中王校长，聊了<b>续约",
        "今天拜访一中，下周三送方案",
        "昨天见了二院陈院长，他投诉信号差",
        "取消",
        "撤销",
    ),
    *(
        "0" * 300,
        "-1",
        "1e999",
        "NaN",
        "2月30日拜访一中",
        "九千九百九十九年一月一日拜访一中",
        "农历闰十三月初一拜访一中",
        "下下下下下下周八拜访一中",
    ),
    *(
        "今天拜访王",
        "改成昨天",
        "不是一中，是二院",
        "一中上次什么时候去的",
        "=HYPERLINK(1)",
        "javascript:alert(1)",
        "\x1b[31m",
    ),
]

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # 1 x 1 PNG
)
WRONG = [None, True, 7, -1, 1.5, float("nan"), float("inf"), "x", "", [], [7], {}, {"id": "x"}, 2**70, -(2**63)]


def _is(kind: str, value: Any) -> bool:
    """Whether a value is of a kind as the Bot API means it, and within what a column holds."""
    match kind:
        case "number":
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62
        case "date":
            return _is("number", value) and 0 <= value < 2**36
        case "angle":
            return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= 180
        case "text":
            return isinstance(value, str)
        case _:
            return isinstance(value, dict)


_PERSON = {"from.id": "number", "from.first_name": "text"}
_CHAT = {"chat": "object", "chat.id": "number", "chat.type": "text"}
NEEDED: dict[str, dict[str, str]] = {
    "message": {"": "object", **_CHAT, **_PERSON, "message_id": "number", "date": "date"},
    "edited_message": {"": "object", **_CHAT, **_PERSON, "message_id": "number", "date": "date"},
    "callback_query": {
        "": "object",
        "id": "text",
        "data": "text",
        "from": "object",
        **_PERSON,
        **{f"message.{path}": kind for path, kind in _CHAT.items()},
        "message.message_id": "number",
    },
    "my_chat_member": {
        "": "object",
        **_CHAT,
        **_PERSON,
        "date": "date",
        "from": "object",
        "new_chat_member": "object",
        "new_chat_member.status": "text",
    },
}
"""What an update of each kind cannot do without, by the Bot API; what follows holds where it is there at all."""
WHERE_GIVEN = {
    "text": "text",
    "caption": "text",
    "media_group_id": "text",
    "from.language_code": "text",
    **{f"{kind}.file_id": "text" for kind in ("document", "voice", "video", "audio")},
    **{f"{kind}.file_size": "number" for kind in ("document", "voice", "video", "audio")},
    "location.latitude": "angle",
    "location.longitude": "angle",
    "contact.phone_number": "text",
    "contact.first_name": "text",
}
_MAY_BE_NULL = {"text", "caption", "media_group_id", "from.language_code"}


@dataclass(frozen=True)
class Thrown:
    """An update and its fate."""

    update: Any
    fate: Fate


async def captured(chat: Control) -> list[Json]:
    """Real updates of every kind, as a bot of this world would get them; none is confirmed."""
    lin = MEMBERS["林悦"]
    said = await chat.send(lin, "今天拜访一中王校长，聊了续约")
    await chat.edit(lin, said, "今天拜访一中王校长，聊了专线")
    await chat.send(lin, "/visit")
    file = {"base64": PICTURE, "caption": "一中的照片"}
    for kind in ("photo", "document", "voice", "video", "audio", "animation", "sticker"):
        await chat.send(lin, None, **{kind: file})
    await chat.send(lin, None, media_group=[{"photo": file}, {"photo": file}])
    await chat.send(lin, None, location={"latitude": 25.1, "longitude": 117.0})
    await chat.send(lin, None, venue={"latitude": 25.1, "longitude": 117.0, "title": "一中", "address": "新罗区"})
    await chat.send(lin, None, contact={"phone_number": "13900000999", "first_name": "新人"})
    await chat.send(lin, "转来的话", forward_from="某人")
    group = await chat.group("一组", lin, "bot")
    await chat.send(lin, "/today@fieldcare_bot", chat=group)
    await chat.block(lin)
    await chat.block(lin, blocked=False)
    async with chat._session.get(chat.bot_api + "getUpdates", params={"limit": 100}) as answer:
        found: list[Json] = (await answer.json())["result"]
    press = {
        "id": "1",
        "from": found[0]["message"]["from"],
        "chat_instance": "1",
        "data": "x",
        "message": {**found[0]["message"], "message_id": 5},
    }
    return [*found, {"update_id": 0, "callback_query": press}]


texts = (
    st.sampled_from(ODD_TEXTS)
    | st.text(max_size=60)
    | st.text(st.sampled_from("今天拜访一中王校长二院昨下周三送方案{}<>/&0123 \n"), max_size=40)
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def thrown(draw: st.DrawFn, real: list[Json]) -> Thrown:
    """One update, well or not."""
    update = copy.deepcopy(draw(st.sampled_from(real)))
    update.pop("update_id", None)
    kind = next(iter(update))
    _say(draw, update, kind)
    match draw(st.integers(0, 9)):
        case 0 | 1 | 2 | 3:
            return Thrown(update, "served")
        case 4 | 5 | 6:
            return _wounded(draw, update, kind)
        case 7:
            update[kind][draw(st.sampled_from(["unknown", "effect_id", "via_bot", "quote", "entities"]))] = draw(
                json_values
            )
            return Thrown(update, "served")
        case 8:
            path = draw(st.sampled_from(sorted(_paths(update))))
            _put(update, path, draw(json_values))
            return Thrown(update, "either")
        case _:
            other = draw(st.sampled_from(["poll", "channel_post", "inline_query", "message_reaction", "brand_new"]))
            return Thrown({other: draw(json_values)}, "served")


def _say(draw: st.DrawFn, update: Json, kind: str) -> None:
    """Put odd words into somebody's mouth."""
    content = update[kind]
    who = draw(st.sampled_from([*TARGETS, STRANGER]))
    holder = content.get("message") or content if kind == "callback_query" else content
    content["from"] = {**content["from"], "id": who, "first_name": draw(texts), "language_code": draw(texts)}
    if holder["chat"]["type"] == "private":
        holder["chat"] = {**holder["chat"], "id": who}
    for field in ("text", "caption", "data"):
        if field in content:
            content[field] = draw(texts)


def _wounded(draw: st.DrawFn, update: Json, kind: str) -> Thrown:
    needs = {
        **NEEDED[kind],
        **({path: need for path, need in WHERE_GIVEN.items() if _has(update[kind], path)} if "message" in kind else {}),
    }
    path = draw(st.sampled_from(sorted(needs)))
    where = f"{kind}.{path}" if path else kind
    if path in NEEDED[kind] and path and draw(st.booleans()):
        _drop(update, where)
        return Thrown(update, "dead")
    wrong = [value for value in WRONG if not _is(needs[path], value) and not (value is None and path in _MAY_BE_NULL)]
    _put(update, where, draw(st.sampled_from(wrong)))
    return Thrown(update, "dead")


def _paths(value: Any, prefix: str = "") -> list[str]:
    if not isinstance(value, dict):
        return [prefix]
    own = [prefix] if prefix else []
    return own + [path for key, each in value.items() for path in _paths(each, f"{prefix}.{key}" if prefix else key)]


def _has(content: Json, path: str) -> bool:
    if path.startswith("location") and "venue" in content:
        return False  # a venue has a location of its own, and that is the one that is read
    for key in path.split("."):
        if not isinstance(content, dict) or key not in content:
            return False
        content = content[key]
    return True


def _put(update: Json, path: str, value: Any) -> None:
    *way, last = path.split(".")
    for key in way:
        update = update[key]
    update[last] = value


def _drop(update: Json, path: str) -> None:
    *way, last = path.split(".")
    for key in way:
        update = update[key]
    del update[last]
