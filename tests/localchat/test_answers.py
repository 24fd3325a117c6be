"""Whatever the server answers is complete: the specification, python-telegram-bot and aiogram can read it."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
import telegram
from telegram import TelegramObject

from localchat import spec
from localchat.client import Control
from localchat.methods import METHODS
from tests.localchat.conftest import Bot
from tests.localchat.tour import ANSWERS, Tour

HERE = Path(__file__).parent
AIOGRAM = Path(os.environ.get("FIELDCARE_AIOGRAM_PYTHON", HERE.parent.parent / ".venv-aiogram/bin/python"))


@pytest.fixture
async def tour(control: Control, bot: Bot) -> Tour:
    return await Tour(control, bot).walk()


def test_the_tour_knows_what_every_method_answers() -> None:
    assert ANSWERS.keys() == METHODS.keys()
    assert ANSWERS.keys() | {"getUpdates"} <= spec.official()["methods"].keys()


async def test_the_tour_visits_every_method_and_every_kind_of_update(tour: Tour) -> None:
    assert {method for method, _, _ in tour.seen} == ANSWERS.keys()
    kinds = {kind for update in tour.updates for kind in update if kind != "update_id"}
    assert kinds == {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "message_reaction",
    }


async def test_every_answer_and_update_is_what_the_specification_says(tour: Tour) -> None:
    for method, type_name, value in tour.seen:
        assert spec.type_check(type_name)(value, method) == value
    for update in tour.updates:
        assert spec.type_check("Update")(update, "update") == update


def read_by_ptb(type_name: str, value: Any) -> None:
    """Parse with python-telegram-bot, which gives every field back."""
    if type_name in ("Boolean", "Integer"):
        return
    if type_name.startswith("Array of "):
        for each in value:
            read_by_ptb(type_name.removeprefix("Array of "), each)
        return
    parsed: TelegramObject = getattr(telegram, type_name).de_json(value, None)
    assert parsed.to_dict().keys() >= {key for key, inner in value.items() if inner != []}


async def test_python_telegram_bot_reads_every_answer_and_update(tour: Tour) -> None:
    for _, type_name, value in tour.seen:
        read_by_ptb(type_name, value)
    for update in tour.updates:
        read_by_ptb("Update", update)


@pytest.mark.skipif(not AIOGRAM.exists(), reason=f"aiogram is not installed in an environment of its own ({AIOGRAM})")
async def test_aiogram_reads_every_answer_and_update(tour: Tour) -> None:
    values = [[type_name, value] for _, type_name, value in tour.seen]
    values += [["Update", update] for update in tour.updates]
    process = await asyncio.create_subprocess_exec(
        AIOGRAM,
        HERE / "aiogram_reads.py",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate(json.dumps(values).encode())
    assert process.returncode == 0, said.decode()
