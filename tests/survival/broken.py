"""Ways to break the bot on purpose, so that the crash test's check is seen to notice. Named in Bot.start(patch=…)."""

import os
import signal
from datetime import datetime
from typing import Any

from bot import dispatch
from bot.ingest import Ingest
from bot.telegram import call
from handlers.routing import Routes
from handlers.turn import Turn
from storage import failpoint, inbox
from storage.tx import Tx


def confirm_before_storing() -> None:
    """Let Telegram forget the updates first, then write them down."""
    take_in = Ingest._take_in

    async def careless(self: Ingest, batch: list[Any]) -> bool:
        offset = max(update["update_id"] for update in batch) + 1
        await call(self._bot, "getUpdates", {"offset": offset, "timeout": 0})
        failpoint.reach("confirmed")
        return await take_in(self, batch)

    Ingest._take_in = careless  # type: ignore[method-assign]


def die_of_a_word() -> None:
    """End the process, as a fault deep in a library would, whenever a certain word is read."""
    serve = dispatch.serve

    def deadly(tx: Tx, routes: Routes, turn: Turn, now: datetime) -> list[dict[str, Any]]:
        if "要命" in turn.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return serve(tx, routes, turn, now)

    dispatch.serve = deadly


def never_mark_done() -> None:
    """Answer updates, but forget to say in the same commit that they are done."""

    def forgetful(tx: Tx, update_id: int, now: datetime) -> bool:
        return True

    inbox.finish = forgetful
