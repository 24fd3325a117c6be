"""Files of one bot: what was uploaded, under the identifiers Telegram would give."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Any

from localchat.errors import bad_request

Json = dict[str, Any]

LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024

_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "animation": "animations",
    "sticker": "stickers",
    "video_note": "video_notes",
}
_PREFIXES = {"photo": "AgAC", "document": "BQAC", "voice": "AwAC", "audio": "CQAC", "video": "BAAC"}
_SUFFIXES = {"photo": ".jpg", "voice": ".oga", "sticker": ".webp"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that both sides can fetch; `kind` is the message's field it came in."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    path: str
    data: bytes


class Files:
    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: str, name: str, mime: str, data: bytes) -> StoredFile:
        number = len(self._by_id)
        digest = hashlib.sha256(data).hexdigest()
        suffix = _suffix(kind, name, mime)
        stored = StoredFile(
            file_id=f"{_PREFIXES.get(kind, 'CgAC')}{self._bot_id:x}_{number:06d}{digest[:40]}",
            unique_id=f"AQ{digest[:14]}",
            kind=kind,
            name=name or f"file_{number}{suffix}",
            mime=mime,
            path=f"{_FOLDERS.get(kind, 'documents')}/file_{number}{suffix}",
            data=data,
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def at_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)


def _suffix(kind: str, name: str, mime: str) -> str:
    if kind in _SUFFIXES:
        return _SUFFIXES[kind]
    _, dot, ending = name.rpartition(".")
    if dot and ending.isascii() and ending.isalnum() and len(ending) <= 8:
        return f".{ending}"
    return mimetypes.guess_extension(mime) or ""


def file_object(stored: StoredFile) -> Json:
    return {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP out of its header; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _webp_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _webp_size(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
