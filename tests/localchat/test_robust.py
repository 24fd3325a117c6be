"""Nothing a bot can send makes the server stumble: every call is answered or refused."""

from __future__ import annotations

import random
from typing import Any

import pytest

from localchat import spec
from localchat.client import Control
from localchat.methods import METHODS
from tests.localchat.conftest import Bot, Refusal

NASTY: list[Any] = [
    None,
    "",
    " ",
    "0",
    "-1",
    "a" * 5000,
    "<b>",
    "\ud83d",
    "😀\u202e\x00",
    "attach://x",
    "@",
    "[]",
    "{}",
    '[{"type":"photo","media":"x"}]',
    0,
    -1,
    2**63,
    1.5,
    True,
    [],
    [[]],
    [None],
    {},
    {"type": "chat"},
    {"text": 1},
    {"message_id": -1},
    {"inline_keyboard": [[{}]]},
    [{"type": "bold", "offset": -5, "length": 10**9}],
    [{"type": "emoji", "emoji": "\ud83d"}],
]


@pytest.mark.parametrize("method", sorted([*METHODS, "getUpdates"]))
async def test_a_call_with_nonsense_in_any_parameter_is_answered_or_refused(
    bot: Bot, control: Control, lin: dict[str, Any], method: str
) -> None:
    names = [name for name in spec.official()["methods"][method] if name != "timeout"]
    dice = random.Random(method)  # the same nonsense in every run
    sane = {"chat_id": lin["id"], "from_chat_id": lin["id"], "text": "好", "message_id": 1, "user_id": lin["id"]}
    for _ in range(25):
        params = {name: sane[name] for name in names if name in sane}
        params |= {name: dice.choice(NASTY) for name in dice.sample(names, min(len(names), dice.randint(1, 3)))}
        try:
            await bot(method, **params)
        except Refusal as refused:
            assert refused.code in (400, 403, 409, 501), (params, refused)
