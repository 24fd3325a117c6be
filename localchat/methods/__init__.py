"""The methods of the Bot API that localchat has, by their official names: plain functions of a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.methods import chats, commands, editing, media, receiving, relaying, rich, sending
from localchat.methods.call import Call

METHODS: dict[str, Callable[[Call], Any]] = {
    **receiving.METHODS,
    **sending.METHODS,
    **media.METHODS,
    **rich.METHODS,
    **relaying.METHODS,
    **editing.METHODS,
    **chats.METHODS,
    **commands.METHODS,
}
# Sends that Telegram's limits count.
COUNTED = frozenset(
    {
        *sending.COUNTED,
        *media.METHODS,
        *rich.METHODS,
        *relaying.METHODS,
        "editMessageText",
        "editMessageCaption",
        "editMessageMedia",
    }
)
