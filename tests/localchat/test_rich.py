"""Rich messages: blocks checked against the specification, kept as they are; what is not served is refused."""

from __future__ import annotations

from typing import Any

import pytest

from localchat import spec
from tests.localchat.conftest import Bot

Json = dict[str, Any]
CELL = {"text": "12", "align": "right", "valign": "middle"}
TABLE: Json = {"type": "table", "cells": [[CELL]], "is_bordered": True}
HEADING: Json = {"type": "heading", "text": ["本周", {"type": "bold", "text": "走访"}], "size": 4}


async def test_a_rich_message_arrives_as_its_blocks(bot: Bot, lin: Json) -> None:
    details = {"type": "details", "summary": "更多", "blocks": [TABLE]}
    for call in (bot.as_json, bot.as_form):
        blocks = [HEADING, TABLE, details]
        message = await call("sendRichMessage", {"chat_id": lin["id"], "rich_message": {"blocks": blocks}})
        assert message["rich_message"] == {"blocks": blocks} and "text" not in message
        spec.type_check("Message")(message, "message")


@pytest.mark.parametrize(
    ("rich", "code"),
    [
        ({"blocks": []}, 400),
        ({"blocks": [HEADING], "html": "<b>x</b>"}, 400),
        ({}, 400),
        ({"blocks": [{**HEADING, "size": 7}]}, 400),
        ({"blocks": [{"type": "table", "cells": [[{"text": "12"}]]}]}, 400),
        ({"blocks": [{"type": "paragraph", "text": {"type": "shouted", "text": "x"}}]}, 400),
        ({"blocks": [{"type": "paragraph", "text": 5}]}, 400),
        ({"html": "<b>x</b>"}, 501),
        ({"blocks": [{"type": "details", "summary": "x", "blocks": [{"type": "anchor", "name": "x"}]}]}, 501),
    ],
)
async def test_what_a_rich_message_cannot_be_is_refused(bot: Bot, lin: Json, rich: Json, code: int) -> None:
    assert (await bot.refused("sendRichMessage", chat_id=lin["id"], rich_message=rich)).code == code
