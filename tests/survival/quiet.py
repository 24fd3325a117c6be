"""Waiting until a bot of another process has nothing left to do."""

import asyncio

from sqlalchemy import text

from tests.survival.rig import Field

_OPEN = text(
    "SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL)"
    " + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending'))"
)


async def quiet(field: Field, seconds: float = 60) -> None:
    """Return once every update is taken in and done, and everything queued is sent."""
    for _ in range(int(seconds * 20)):
        if not await field.chat.pending():
            with field.database() as tx:
                if not tx.value(_OPEN):
                    return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the bot did not come to rest; its log ends: {field.bot.log.read_text()[-2000:]}")
