"""Reading a call off the wire: query string, form, JSON or multipart, in that order of overriding."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from localchat.errors import ApiError, bad_request
from localchat.spec import Method, Upload

LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_BODY = LARGEST_UPLOAD + 1024 * 1024

# Telegram has words of its own for some parameters that are missing.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "audio": "there is no audio in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
# An empty address takes the webhook away; everywhere else empty means left out.
_MEANT_EMPTY = frozenset({"url"})
# Kinds of chats and messages that localchat has not: better refused than passed over in silence. What a method cannot
# do without it does serve.
_NOT_SERVED = frozenset(
    {"rich_message", "ephemeral_message_parameters", "direct_messages_topic_id", "suggested_post_parameters"}
)


async def raw_parameters(request: web.BaseRequest, query: str) -> dict[str, Any]:
    """Everything the request carries, unchecked."""
    given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    if request.method != "POST" or not request.can_read_body:
        return given
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("multipart/form-data"):
        given.update(await _multipart(request))
        return given
    body = await _body(request)
    if not body:
        return given
    try:
        if kind.startswith("application/json"):
            loaded = json.loads(body)
            if not isinstance(loaded, dict):
                raise ValueError
            given.update(loaded)
        elif kind.startswith("application/x-www-form-urlencoded"):
            given.update(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))
        else:
            raise bad_request(f'content type "{kind}" is not understood')
    except ValueError:
        raise bad_request("can't parse the request's body") from None
    return given


async def _body(request: web.BaseRequest) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None


async def _multipart(request: web.BaseRequest) -> dict[str, Any]:
    given: dict[str, Any] = {}
    size = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise bad_request("can't parse the request's body")
            data = bytes(await part.read())
            size += len(data)
            if size > LARGEST_BODY:
                raise ApiError(413, "Request Entity Too Large")
            if part.filename is None:
                given[part.name] = data.decode()
            else:
                mime = part.headers.get("Content-Type", "application/octet-stream")
                given[part.name] = Upload(part.filename, mime, data)
    except ValueError:
        raise bad_request("can't parse the request's body") from None
    return given


def checked(method: Method, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters in their own types, and the uploads that `attach://name` refers to.

    An empty value means the parameter was left out, as it does for Telegram.
    """
    parameters: dict[str, Any] = {}
    attached: dict[str, Upload] = {}
    checks = method.parameters
    for name, value in given.items():
        check = checks.get(name)
        if check is not None:
            if (value is None or value == "") and name not in _MEANT_EMPTY:
                continue
            parameters[name] = check(value, name)
            if name in _NOT_SERVED and name not in method.required:
                raise ApiError(501, f"Not Implemented: localchat has no {name}")
        elif type(value) is Upload:
            attached[name] = value
        else:
            raise bad_request(f'unknown parameter "{name}" of {method.name}')
    for name in attached:
        if f"attach://{name}" not in repr(parameters):
            raise bad_request(f'unknown parameter "{name}" of {method.name}')
    for name in method.required:
        if name not in parameters:
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return parameters, attached
