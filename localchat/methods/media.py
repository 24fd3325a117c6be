"""Sending files: photos, documents, voice, audio, video, albums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localchat.errors import ApiError, bad_request
from localchat.files import LARGEST_PHOTO, StoredFile, file_object, picture_size
from localchat.journal import Json
from localchat.methods.call import Call, caption_of, deliver, open_chat
from localchat.spec import Upload
from localchat.wire import LARGEST_UPLOAD
from localchat.worlds import World

_MIMES = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "animation": "video/mp4",
    "sticker": "image/webp",
    "video_note": "video/mp4",
}
_ALBUM = frozenset({"photo", "video", "document", "audio"})


def stored_file(call: Call, kind: str, source: str | Upload) -> StoredFile:
    """The file meant by an upload, by `attach://name`, or by the identifier of one known already."""
    if isinstance(source, str):
        if not source.startswith("attach://"):
            return _known(call.world, kind, source)
        name = source.removeprefix("attach://")
        if name not in call.attached:
            raise bad_request(f'there is no upload "{name}" in the request')
        source = call.attached[name]
    if not source.data:
        raise bad_request("file must be non-empty")
    return keep_file(call.world, kind, source.name, source.mime, source.data)


def _known(world: World, kind: str, identifier: str) -> StoredFile:
    if "://" in identifier:
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.get(identifier)
    if stored.kind != kind and not (kind == "document" and stored.kind != "photo"):
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as {kind.capitalize()}")
    return stored


def keep_file(world: World, kind: str, name: str, mime: str, data: bytes) -> StoredFile:
    """Store what came, within Telegram's sizes."""
    if len(data) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        if len(data) > LARGEST_PHOTO:
            raise bad_request("file is too big")
        if picture_size(data) is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
    if mime == "application/octet-stream":
        mime = _MIMES.get(kind, mime)
    return world.files.add(kind, name, mime, data)


def media_object(kind: str, stored: StoredFile, about: Json) -> Any:
    """The message's field of that kind, such as its `photo` or `document`."""
    base = file_object(stored)
    if kind == "photo":
        width, height = picture_size(stored.data) or (0, 0)
        return [{**base, "width": width, "height": height}]
    if kind == "sticker":
        still: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {**base, **still, **({"emoji": about["emoji"]} if "emoji" in about else {})}
    described: Json = {**base, "mime_type": stored.mime}
    if kind != "voice":
        described["file_name"] = stored.name
    if kind in ("voice", "audio", "video", "animation"):
        described["duration"] = about.get("duration", 0)
    if kind in ("video", "animation"):
        described["width"], described["height"] = about.get("width", 320), about.get("height", 240)
    if kind == "audio":
        described.update({key: about[key] for key in ("performer", "title") if key in about})
    return described


def media_content(call: Call, kind: str, source: str | Upload, about: Json) -> Json:
    """A message's content with one file and its caption."""
    stored = stored_file(call, kind, source)
    content: Json = {kind: media_object(kind, stored, about)}
    if kind == "animation":  # older clients know it as a document, and messages carry both
        content["document"] = media_object("document", stored, about)
    if about.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return {**content, **caption_of(call.world, about)}


def _sender(kind: str) -> Callable[[Call], Json]:
    def send(call: Call) -> Json:
        chat = open_chat(call)
        return deliver(call, chat, media_content(call, kind, call.params[kind], call.params)).message

    return send


def send_media_group(call: Call) -> list[Json]:
    chat = open_chat(call)
    media = call.params["media"]
    if not 2 <= len(media) <= 10:
        raise bad_request("wrong number of media: an album has 2-10 items")
    kinds = {item["type"] for item in media}
    if not kinds <= _ALBUM or (kinds & {"document", "audio"} and len(kinds) > 1):
        raise bad_request("media of these kinds can't be sent as one album")
    contents = [media_content(call, item["type"], item["media"], item) for item in media]
    album = call.world.next_album_id()
    return [deliver(call, chat, {"media_group_id": album, **content}).message for content in contents]


METHODS: dict[str, Callable[[Call], Any]] = {
    "sendPhoto": _sender("photo"),
    "sendDocument": _sender("document"),
    "sendVoice": _sender("voice"),
    "sendAudio": _sender("audio"),
    "sendVideo": _sender("video"),
    "sendAnimation": _sender("animation"),
    "sendSticker": _sender("sticker"),
    "sendMediaGroup": send_media_group,
}
