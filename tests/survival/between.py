"""Something between the bot and the chat server: passes calls on, or answers in the server's place, or is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout, web

Answer = tuple[int, bytes]


class Between:
    """`instead` holds answers (status, body) that the next calls of a method get; `always` one that all get."""

    def __init__(self, server: str) -> None:
        self._server = server
        self.url = ""
        self.instead: dict[str, list[Answer]] = {}
        self.always: Answer | None = None
        self.calls = 0

    async def pass_on(self, request: web.Request) -> web.Response:
        """One call."""
        self.calls += 1
        waiting = self.instead.get(request.path.rsplit("/", 1)[-1])
        answer = self.always or (waiting.pop(0) if waiting else None)
        if answer is not None:
            return web.Response(status=answer[0], body=answer[1], content_type="application/json")
        body, kind = await request.read(), request.headers.get("Content-Type", "application/json")
        async with (
            ClientSession(timeout=ClientTimeout(total=90)) as session,
            session.request(
                request.method, self._server + request.path_qs, data=body, headers={"Content-Type": kind}
            ) as got,
        ):
            return web.Response(status=got.status, body=await got.read(), content_type="application/json")


@asynccontextmanager
async def between(server: str, port: int = 0) -> AsyncIterator[Between]:
    """One that listens on a port of this machine."""
    stand_in = Between(server)
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/{path:.*}", stand_in.pass_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stand_in
    finally:
        await runner.cleanup()
