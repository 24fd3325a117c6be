"""The control API (CONTROL.md): what tests, the page and the demo do with the worlds, as JSON over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from localchat import acts, spec
from localchat.errors import ApiError, bad_request
from localchat.faults import KINDS, Fault
from localchat.journal import Json
from localchat.people import block, edit, found_group, migrate, person, place, press, press_reply, react, set_member
from localchat.updates import to_json
from localchat.wire import LARGEST_BODY
from localchat.worlds import Chat, World, shown

if TYPE_CHECKING:
    from localchat.server import LocalChat

LONGEST_WAIT = 60.0
_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


def refused(error: ApiError) -> web.Response:
    """An error as the Bot API answers it."""
    answer: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    return web.Response(status=error.code, body=to_json(answer), content_type="application/json")


class Control:
    """Paths `/control/<what>` and `/control/<token>/<what>`."""

    def __init__(self, chat: LocalChat) -> None:
        self._chat = chat

    async def answer(self, request: web.BaseRequest, path: str, query: str) -> web.StreamResponse:
        try:
            _from_this_machine(request)
            body = await _json_body(request)
            result = await self._dispatch(request.method, path.split("/")[2:], dict(parse_qsl(query)), body)
        except ApiError as error:
            return refused(error)
        except (KeyError, TypeError, ValueError) as error:
            return refused(bad_request(f"{type(error).__name__}: {error}"))
        if isinstance(result, web.Response):
            return result
        return web.Response(body=to_json(result), content_type="application/json")

    async def _dispatch(self, verb: str, parts: list[str], query: dict[str, str], body: Json) -> Any:
        if len(parts) == 1:
            return await self._of_server(verb, parts[0], body)
        token, what = parts[0], parts[1]
        if (verb, what) == ("POST", "world"):
            return acts.create_world(self._chat.open_world(token), body)
        world = self._chat.worlds.get(token)
        if world is None:
            raise ApiError(404, "Not Found: there is no world of that token")
        if verb == "GET" and what == "file":
            return acts.file_response(world, parts[2])
        if verb == "GET" and what in READS:
            found = READS[what](world, query)
            return await found if asyncio.iscoroutine(found) else found
        if verb == "POST" and what == "press":
            return await _press(world, body)
        if verb == "POST" and what in ACTS:
            return ACTS[what](world, body)
        if (verb, what) == ("DELETE", "fault"):
            world.faults.asked.clear()
            return {}
        raise ApiError(404, f"Not Found: {verb} {what} is no part of the control API")

    async def _of_server(self, verb: str, what: str, body: Json) -> Json:
        chat = self._chat
        if (verb, what) == ("GET", "worlds"):
            return {"tokens": list(chat.worlds)}
        if (verb, what) == ("POST", "latency"):
            chat.latency = body["ms"] / 1000
            return {"ms": body["ms"]}
        if what == "clock" and verb in ("GET", "POST"):
            if verb == "POST":
                _move_clock(chat, body)
                await chat.travelled()
            return {"now": chat.clock.now().isoformat()}
        raise ApiError(404, f"Not Found: {verb} {what} is no part of the control API")


def _from_this_machine(request: web.BaseRequest) -> None:
    """Refuse pages of other sites, which a browser on this machine could be showing."""
    host = request.headers.get("Host", "")
    if host.rpartition(":")[0] not in _NAMES and host not in _NAMES:
        raise ApiError(403, "Forbidden: the control API is for this machine only")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        raise ApiError(403, "Forbidden: the control API is for its own page only")


async def _json_body(request: web.BaseRequest) -> Json:
    if request.method == "GET" or not request.can_read_body:
        return {}
    try:
        body = json.loads(await request.read() or b"{}")
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, f"Request Entity Too Large: {LARGEST_BODY} bytes are taken") from None
    if not isinstance(body, dict):
        raise bad_request("the body must be a JSON object")
    return body


def _move_clock(chat: LocalChat, body: Json) -> None:
    if body.get("real"):
        chat.clock.follow_real_time()
    elif "advance" in body:
        chat.clock.advance(body["advance"])
    else:
        chat.clock.travel_to(datetime.fromisoformat(body["now"]))


async def _press(world: World, body: Json) -> Json:
    user = person(world, body["user"])
    update_id, query = press(world, user, place(world, user, body.get("chat")), body["message_id"], body)
    result: Json = {"update_id": update_id, "callback_query_id": query.id}
    if "wait" in body:
        try:
            result["answer"] = await asyncio.wait_for(asyncio.shield(query.answer), min(body["wait"], LONGEST_WAIT))
        except TimeoutError:
            result["answer"] = None
    return result


def _where(world: World, body: Json) -> tuple[Json, Chat]:
    user = person(world, body["user"])
    return user, place(world, user, body.get("chat"))


def _edit(world: World, body: Json) -> Json:
    user, chat = _where(world, body)
    update_id, post = edit(world, user, chat, body["message_id"], body["text"])
    return {"update_id": update_id, "message": post.message}


def _press_reply(world: World, body: Json) -> Json:
    user, chat = _where(world, body)
    update_id, post = press_reply(world, user, chat, body["text"])
    return {"update_id": update_id, "message": post.message}


def _react(world: World, body: Json) -> Json:
    user, chat = _where(world, body)
    reactions = [{"type": "emoji", "emoji": body["emoji"]}] if body.get("emoji") else []
    return {"update_id": react(world, user, chat, body["message_id"], reactions)}


def _block(world: World, body: Json) -> Json:
    block(world, person(world, body["user"]), blocked=body["blocked"])
    return {}


def _member(world: World, body: Json) -> Json:
    user = world.bot if body.get("user", "bot") == "bot" else person(world, body["user"])
    chat = world.chat(body["chat"])
    set_member(world, chat, user, body["status"], by=world.users.get(body.get("by", 0)))
    return chat.members[user["id"]]


def _fault(world: World, body: Json) -> Json:
    if body["kind"] not in KINDS:
        raise bad_request(f"a fault is one of {', '.join(KINDS)}")
    known = {key: body[key] for key in ("times", "retry_after", "seconds", "chat") if key in body}
    world.faults.asked.append(Fault(body.get("method", "*"), body["kind"], **known))
    return {}


def _transcript(world: World, query: dict[str, str]) -> Json:
    chat = world.chats.get(int(query["chat"]))
    if chat is None:
        raise bad_request("chat not found")
    after = int(query.get("after", 0))
    return {"messages": [shown(post) for number, post in list(chat.posts.items()) if number > after]}


def _calls(world: World, query: dict[str, str]) -> Json:
    wanted = query.get("method")
    calls = world.calls.after(int(query.get("after", 0)))
    found = [{**call, "params": _in_types(call)} for call in calls if wanted in (None, call["method"])]
    return {"calls": found, "last": world.calls.last}


def _in_types(call: Json) -> Json:
    """The parameters in their own types, whatever a form made of them; those that were refused stay as they came."""
    try:
        checks = spec.method(call["method"]).parameters
    except KeyError:
        return dict(call["params"])
    params = dict(call["params"])
    for name, value in params.items():
        if name in checks and isinstance(value, str):
            with suppress(ApiError):
                params[name] = checks[name](value, name)
    return params


async def _events(world: World, query: dict[str, str]) -> Json:
    """With `after` -1 only the number of the last event, to begin from."""
    after = int(query.get("after", 0))
    if after < 0:
        return {"events": [], "last": world.events.last}
    events = await world.events.wait(after, min(float(query.get("wait", 0)), LONGEST_WAIT))
    return {"events": events, "last": world.events.last}


READS: dict[str, Callable[[World, dict[str, str]], Json | Awaitable[Json]]] = {
    "users": lambda world, query: {"users": list(world.users.values())},
    "chats": lambda world, query: {"chats": [acts.described(chat) for chat in world.chats.values()]},
    "transcript": _transcript,
    "calls": _calls,
    "counts": lambda world, query: {"counts": dict(world.counts)},
    "events": _events,
    "commands": acts.commands,
    "pending": lambda world, query: {"updates": len(world.updates)},
}
ACTS: dict[str, Callable[[World, Json], Json]] = {
    "users": lambda world, body: world.add_user(body),
    "chats": lambda world, body: found_group(world, body).public,
    "send": acts.send,
    "edit": _edit,
    "press_reply": _press_reply,
    "react": _react,
    "update": lambda world, body: {"update_id": world.updates.add_raw(body)},
    "updates": lambda world, body: {"update_ids": [world.updates.add_raw(raw) for raw in body["raw"]]},
    "block": _block,
    "member": _member,
    "migrate": lambda world, body: migrate(world, world.chat(body["chat"])).public,
    "fault": _fault,
}
