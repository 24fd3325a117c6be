"""The house of the tests itself."""

import asyncio
from typing import Any

import pytest

from tests.e2e.house import House


async def test_the_house_is_not_quiet_while_something_said_passes_from_the_server_to_the_inbox(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = await house.enrols("林悦")
    await house.quiet()
    read, pause = house.app.store.read, [0.3]

    async def with_a_pause_once(unit: Any, *args: Any) -> Any:
        found = await read(unit, *args)
        await asyncio.sleep(pause.pop() if pause else 0)
        return found

    await house.chat.fault("slow", "sendMessage", seconds=1)
    monkeypatch.setattr(house.app.store, "read", with_a_pause_once)
    sent = await house.chat.send(lin.user, "今天去雁溪中学找了王校长，聊到机房改造")
    await house.quiet()
    assert (await lin.last()).id > sent["message_id"]
