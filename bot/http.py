"""The HTTP server: members' calendars under their secret addresses, and nothing else.

It logs no request: an address is a secret, and what it leads to is personal.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.settings import Settings
from handlers.calendar import feed
from services import feeds
from storage import organisation
from storage.store import Store
from storage.tx import Tx

if TYPE_CHECKING:
    from aiohttp import web

HEADERS = {"Cache-Control": "private, no-store", "Content-Disposition": 'attachment; filename="fieldcare.ics"'}


class CannotServe(Exception):
    """Why the server cannot run; the text says what to do about it."""


def server(store: Store, clock: Clock) -> "web.Application":
    """The application that answers."""
    from aiohttp import web

    async def calendar(request: "web.Request") -> "web.Response":
        token = request.match_info["token"]

        def made(tx: Tx) -> bytes | None:
            actor = feeds.whose(tx, token)
            return feed.content(tx, actor, clock.now()) if actor is not None else None

        content = await store.read(made)
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type="text/calendar", charset="utf-8", headers=HEADERS)

    app = web.Application()
    app.router.add_get(r"/ics/{token:[A-Za-z0-9_-]{20,100}}.ics", calendar)
    return app


@asynccontextmanager
async def serving(settings: Settings, store: Store, clock: Clock) -> AsyncIterator[None]:
    """Serve feeds where an address is set, and let the bot know under which one. Raises CannotServe."""
    if settings.http is None:
        await store.run(organisation.note_feed_url, None)
        yield
        return
    from aiohttp import web  # a tenth of a second that only those pay who serve feeds

    host, _, port = settings.http.rpartition(":")
    runner = web.AppRunner(server(store, clock), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise CannotServe(
                f"Cannot listen on {settings.http} ({error.strerror}). Set FIELDCARE_HTTP to a free host:port."
            ) from None
        await store.run(organisation.note_feed_url, settings.http_url or f"http://{settings.http}")
        yield
    finally:
        await runner.cleanup()
