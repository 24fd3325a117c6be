"""The server: Bot API at `/bot<token>/<method>`, files, the control API and the chat page, on this machine only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from localchat import spec, wire
from localchat.clock import Clock
from localchat.control import Control, refused
from localchat.errors import ApiError
from localchat.faults import REFUSALS, Fault
from localchat.journal import Json
from localchat.limits import Limits
from localchat.methods import COUNTED, METHODS
from localchat.methods.call import Call
from localchat.page_files import default_config, page_response
from localchat.spec import Upload
from localchat.updates import checked_kinds, to_json
from localchat.worlds import World

Travel = Callable[[datetime], Awaitable[None]]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_BY_LOWER_CASE = {name.lower(): name for name in spec.official()["methods"]}


class LocalChat:
    """A Bot-API-compatible server.

    `on_travel` is awaited when somebody moves the clock; `limits` turns Telegram's sending limits on; `keep_log` False
    keeps no calls and events and only the last messages of a chat (for benchmarks); `any_token` opens a world for
    whatever token asks; `page_config` is what the page gets as `/page/config.json`; `query_lifetime` is how many
    seconds of real time a press waits for its answer.
    """

    def __init__(
        self,
        *,
        on_travel: Travel | None = None,
        limits: bool = False,
        keep_log: bool = True,
        any_token: bool = False,
        page_config: Json | None = None,
        query_lifetime: float = 60.0,
    ) -> None:
        self.clock = Clock()
        self.worlds: dict[str, World] = {}
        self.on_travel = on_travel
        self.page_config = page_config
        self.latency = 0.0  # added to every Bot API answer, in seconds
        self.url = ""
        self._keep_log = keep_log
        self._any_token = any_token
        self._query_lifetime = query_lifetime
        self._limits: dict[str, Limits] | None = {} if limits else None
        self._control = Control(self)
        self._runner: web.ServerRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. `url` is then the root of everything."""
        if host not in _LOOPBACK:
            raise ValueError("localchat listens on this machine only")
        server = web.Server(self._answer, access_log=None, request_factory=_request)
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, backlog=1024)
        await site.start()
        bound = self._runner.addresses[0][1]
        self.url = f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"

    async def stop(self) -> None:
        """End every poll and delivery, then the listening."""
        for world in self.worlds.values():
            world.updates.end_poll(ApiError(500, "Internal Server Error: restart"))
            world.events.wake()
            if world.webhook is not None:
                world.webhook.stop()
                await world.webhook.stopped()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def open_world(self, token: str) -> World:
        """The world of a token, made now if there was none."""
        world = self.worlds.get(token)
        if world is None:
            world = World(
                token, len(self.worlds), self.clock, keep_log=self._keep_log, query_lifetime=self._query_lifetime
            )
            self.worlds[token] = world
        return world

    async def travelled(self) -> None:
        """Tell every page, and whoever asked to know, that the clock was moved."""
        now = self.clock.now()
        for world in self.worlds.values():
            world.tell("clock", None, now=now.isoformat())
        if self.on_travel is not None:
            await self.on_travel(now)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path, _, query = request.raw_path.partition("?")
        if "%" in path:
            path = unquote(path)
        if path.startswith("/bot"):
            return await self._bot_api(request, path, query)
        if path.startswith("/file/bot"):
            return await self._download(request, path)
        if path.startswith("/control/"):
            return await self._control.answer(request, path, query)
        return page_response(path, self.page_config if self.page_config is not None else default_config(self.worlds))

    # The Bot API

    async def _bot_api(self, request: web.BaseRequest, path: str, query: str) -> web.StreamResponse:
        token, _, name = path[4:].partition("/")
        if self.latency:
            await asyncio.sleep(self.latency)
        try:
            world = self._world(token)
        except ApiError as error:
            return refused(error)
        name = name if name in METHODS else _BY_LOWER_CASE.get(name.lower(), name)
        given: Json = {}
        try:
            given = await wire.raw_parameters(request, query)
            fault = world.faults.take(name, given.get("chat_id")) if world.faults.asked else None
            if fault is not None:
                return await self._faulty(request, world, name, given, fault)
            body = await self._perform(world, name, given)
        except ApiError as error:
            self._note(world, name, given, error)
            return refused(error)
        self._note(world, name, given, None)
        return _json(body)

    def _world(self, token: str) -> World:
        world = self.worlds.get(token)
        if world is None:
            if not self._any_token or not token:
                raise ApiError(401, "Unauthorized") if token else ApiError(404, "Not Found")
            world = self.open_world(token)
        return world

    async def _perform(self, world: World, name: str, given: Json) -> bytes:
        """Run a method; the bytes of its whole answer."""
        if name != "getUpdates" and name not in METHODS:
            if name in spec.official()["methods"]:
                raise ApiError(501, f"Not Implemented: localchat has no {name}")
            raise ApiError(404, "Not Found: method not found")
        params, attached = wire.checked(spec.method(name), given)
        if name == "getUpdates":
            return b'{"ok":true,"result":%b}' % await _get_updates(world, params)
        if self._limits is not None and name in COUNTED:
            self._spend(world, params)
        result = METHODS[name](Call(world, params, attached))
        return b'{"ok":true,"result":%b}' % to_json(result)

    def _spend(self, world: World, params: Json) -> None:
        assert self._limits is not None
        if isinstance(params.get("chat_id"), int):
            limits = self._limits.setdefault(world.token, Limits())
            several = params.get("message_ids") or params.get("media")  # an album counts as its messages
            count = len(several) if isinstance(several, list) else 1
            limits.spend(params["chat_id"], count, asyncio.get_running_loop().time())

    async def _faulty(
        self, request: web.BaseRequest, world: World, name: str, given: Json, fault: Fault
    ) -> web.StreamResponse:
        if fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault.kind not in ("slow", "drop_after"):
            return await self._broken(request, fault)
        body = await self._perform(world, name, given)
        self._note(world, name, given, None)
        return _json(body) if fault.kind == "slow" else _cut(request)

    async def _broken(self, request: web.BaseRequest, fault: Fault) -> web.StreamResponse:
        """A fault under which nothing is performed."""
        if fault.kind == "garbage":
            return web.Response(body=b"<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")
        if fault.kind in REFUSALS:
            raise fault.refusal()
        if fault.kind in ("timeout", "slow"):
            await asyncio.sleep(fault.seconds)
        return _cut(request)

    def _note(self, world: World, name: str, given: Json, error: ApiError | None) -> None:
        world.counts[name] += 1
        if not world.keep_log:
            return
        world.calls.add(
            {
                "method": name,
                "params": {key: _loggable(value) for key, value in given.items()},
                "ok": error is None,
                "error_code": None if error is None else error.code,
                "description": None if error is None else error.description,
                "at": self.clock.now().isoformat(),
            }
        )

    async def _download(self, request: web.BaseRequest, path: str) -> web.StreamResponse:
        token, _, file_path = path.removeprefix("/file/bot").partition("/")
        try:
            world = self._world(token)
            fault = world.faults.take("download", None) if world.faults.asked else None
            if fault is not None:
                return await self._broken(request, fault)
        except ApiError as error:
            return refused(error)
        stored = world.files.at_path(file_path)
        if stored is None:
            return refused(ApiError(404, "Not Found"))
        return web.Response(body=stored.data, content_type="application/octet-stream")


async def _get_updates(world: World, params: Json) -> bytes:
    if world.webhook is not None:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    if "allowed_updates" in params:
        world.updates.allow(checked_kinds(params["allowed_updates"]))
    return await world.updates.poll(params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0))


def _cut(request: web.BaseRequest) -> web.Response:
    """End the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _json(body: bytes) -> web.Response:
    return web.Response(body=body, headers=_JSON_HEADERS)


_JSON_HEADERS: Mapping[str, str] = {"Content-Type": "application/json"}


def _loggable(value: Any) -> Any:
    return {"upload": value.name, "mime": value.mime, "size": len(value.data)} if isinstance(value, Upload) else value


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    """A request that may be as large as Telegram lets an upload be."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=wire.LARGEST_BODY)
