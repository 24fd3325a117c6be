"""The files of the chat page, from localchat/page/."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from localchat.journal import Json
from localchat.worlds import World

_FOLDER = Path(__file__).parent / "page"
# The page needs nothing but this server; the browser keeps it to that.
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def default_config(worlds: Mapping[str, World]) -> Json:
    """The first world with everybody in it, for a server that nobody configured."""
    for world in worlds.values():
        people = [{"id": user["id"], "name": user["first_name"], "role": ""} for user in world.users.values()]
        groups = [{"id": chat.id, "title": chat.public["title"]} for chat in world.chats.values() if not chat.private]
        bot = {"id": world.bot["id"], "name": world.bot["first_name"]}
        shown: Json = {"token": world.token, "title": bot["name"], "bot": bot, "people": people, "groups": groups}
        return {**shown, "travel": True}
    return {}


def page_response(path: str, config: Json) -> web.Response:
    """The page at `/`, its parts under `/page/`, its configuration at `/page/config.json`."""
    if path == "/page/config.json":
        words = json.dumps(config, ensure_ascii=False)
        return web.Response(text=words, content_type="application/json", headers=_HEADERS)
    name = "index.html" if path in ("/", "/page/") else path.removeprefix("/page/")
    file = (_FOLDER / name).resolve()
    if not (path == "/" or path.startswith("/page/")) or not file.is_relative_to(_FOLDER) or not file.is_file():
        return web.Response(status=404, text="Not Found")
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    charset = "utf-8" if mime.startswith("text/") or mime.endswith(("javascript", "json")) else None
    return web.Response(body=file.read_bytes(), content_type=mime, charset=charset, headers=_HEADERS)
