"""Files: uploaded by either side, named by identifiers, fetched again."""

from __future__ import annotations

from typing import Any

import pytest

from localchat.client import Control
from localchat.files import LARGEST_DOWNLOAD, LARGEST_PHOTO, picture_size
from tests.localchat.conftest import Bot
from tests.localchat.tour import png

Json = dict[str, Any]


async def download(bot: Bot, file_id: str) -> tuple[int, bytes]:
    path = (await bot("getFile", file_id=file_id))["file_path"]
    async with bot.session.get(f"{bot.chat.url}/file/bot{bot.token}/{path}") as answer:
        return answer.status, await answer.read()


async def test_what_a_person_sends_the_bot_can_fetch(bot: Bot, control: Control, lin: Json) -> None:
    sent = await control.send_file(lin, "document", b"a,b\n", name="客户.csv", mime="text/csv", caption="名单")
    assert sent["document"]["file_name"] == "客户.csv"
    assert sent["document"]["file_size"] == 4
    assert await download(bot, sent["document"]["file_id"]) == (200, b"a,b\n")
    async with bot.session.get(f"{control.url}/control/{bot.token}/file/{sent['document']['file_id']}") as answer:
        assert (answer.content_type, await answer.read()) == ("text/csv", b"a,b\n")


async def test_a_photo_has_its_size_and_can_be_sent_again_by_its_id(bot: Bot, control: Control, lin: Json) -> None:
    picture = png(40, 30)
    sent = await bot.with_files("sendPhoto", {"photo": ("p.png", picture, "image/png")}, chat_id=lin["id"])
    size = sent["photo"][-1]
    assert (size["width"], size["height"], size["file_size"]) == (40, 30, len(picture))
    again = await bot("sendPhoto", chat_id=lin["id"], photo=size["file_id"])
    assert again["photo"] == sent["photo"]
    assert await download(bot, size["file_id"]) == (200, picture)


async def test_the_same_bytes_have_one_unique_id(control: Control, lin: Json) -> None:
    one, two = [(await control.send_file(lin, "voice", b"OggS", duration=2))["voice"] for _ in range(2)]
    assert one["file_unique_id"] == two["file_unique_id"]
    assert one["file_id"] != two["file_id"]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("made up", "wrong file identifier/HTTP URL specified"),
        ("https://example.com/a.png", "failed to get HTTP URL content"),
        ("attach://nothing", 'there is no upload "nothing" in the request'),
    ],
)
async def test_files_that_are_not_there_are_refused(bot: Bot, lin: Json, source: str, words: str) -> None:
    refused = await bot.refused("sendPhoto", chat_id=lin["id"], photo=source)
    assert refused.description == f"Bad Request: {words}"


async def test_a_file_of_another_kind_is_refused(bot: Bot, control: Control, lin: Json) -> None:
    voice = (await control.send_file(lin, "voice", b"OggS"))["voice"]["file_id"]
    refused = await bot.refused("sendPhoto", chat_id=lin["id"], photo=voice)
    assert refused.description == "Bad Request: can't use file of type Voice as Photo"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "file must be non-empty"),
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (png() + b"\0" * LARGEST_PHOTO, "file is too big"),
    ],
)
async def test_photos_telegram_would_refuse_are_refused(bot: Bot, lin: Json, data: bytes, words: str) -> None:
    with pytest.raises(Exception, match=words):
        await bot.with_files("sendPhoto", {"photo": ("p.png", data, "image/png")}, chat_id=lin["id"])


async def test_a_file_over_twenty_megabytes_cannot_be_fetched(bot: Bot, lin: Json) -> None:
    large = {"document": ("a.bin", b"\0" * (LARGEST_DOWNLOAD + 1), "application/zip")}
    sent = await bot.with_files("sendDocument", large, chat_id=lin["id"])
    refused = await bot.refused("getFile", file_id=sent["document"]["file_id"])
    assert refused.description == "Bad Request: file is too big"


async def test_an_upload_over_fifty_megabytes_is_413(bot: Bot, lin: Json) -> None:
    with pytest.raises(Exception, match="413"):
        huge = {"document": ("a.bin", b"\0" * (50 * 1024 * 1024 + 1), "application/zip")}
        await bot.with_files("sendDocument", huge, chat_id=lin["id"])


async def test_an_album_comes_as_messages_of_one_group(bot: Bot, control: Control, lin: Json) -> None:
    media = [{"type": "photo", "media": f"attach://{n}", "caption": f"第{n}张"} for n in range(3)]
    files = {str(n): ("p.png", png(n + 1, 1), "image/png") for n in range(3)}
    sent = await bot.with_files("sendMediaGroup", files, chat_id=lin["id"], media=media)
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message["caption"] for message in sent] == ["第0张", "第1张", "第2张"]
    refused = await bot.refused("sendMediaGroup", chat_id=lin["id"], media=media[:1])
    assert "2-10 items" in refused.description
    with pytest.raises(Exception, match='unknown parameter "stray"'):
        await bot.with_files("sendPhoto", {"photo": files["0"], "stray": files["1"]}, chat_id=lin["id"])


async def test_a_caption_over_1024_characters_is_refused(bot: Bot, lin: Json) -> None:
    files = {"photo": ("p.png", png(), "image/png")}
    await bot.with_files("sendPhoto", files, chat_id=lin["id"], caption="客" * 1024)
    with pytest.raises(Exception, match="message caption is too long"):
        await bot.with_files("sendPhoto", files, chat_id=lin["id"], caption="客" * 1025)


async def test_a_path_of_another_bot_or_none_is_not_found(bot: Bot, control: Control, lin: Json) -> None:
    async with bot.session.get(f"{bot.chat.url}/file/bot{bot.token}/documents/file_9.csv") as answer:
        assert answer.status == 404
    async with bot.session.get(f"{bot.chat.url}/file/bot1:other/documents/file_0.csv") as answer:
        assert answer.status == 401


def test_the_size_of_a_picture_is_read_from_its_header() -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x1e\x00\x28\x03"
    gif = b"GIF89a\x28\x00\x1e\x00"
    webp = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x27\0\0\x1d\0\0"
    for data in (png(40, 30), jpeg, gif, webp):
        assert picture_size(data) == (40, 30)
    assert picture_size(b"%PDF") is None
