"""Calendar feeds over real HTTP: the right secret opens the calendar, anything else finds nothing."""

import re
import socket
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
import structlog
from aiohttp import ClientSession
from icalendar import Calendar

from bot.clock import Clock
from bot.http import CannotServe, serving
from bot.settings import Settings
from services import feeds
from storage.feeds import feeds as rows
from storage.organisation import feed_url
from storage.staff import staff
from storage.store import Store
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.clockwork import tick


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def store(database: Path) -> AsyncIterator[Store]:
    opened = await Store.open(database)
    await opened.run(settle)
    await opened.run(tick, NOW)
    yield opened
    await opened.close()


@pytest.fixture
async def root(store: Store) -> AsyncIterator[str]:
    settings = Settings(http=f"127.0.0.1:{free_port()}")
    async with serving(settings, store, Clock(NOW)):
        yield f"http://{settings.http}"


async def opened(store: Store, name: str = "林悦") -> str:
    url = await store.run(lambda tx: feeds.open_(tx, actor(tx, name), NOW))
    assert url is not None
    return url


async def fetched(url: str) -> tuple[int, bytes]:
    async with ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read()


async def events(url: str) -> dict[str, str]:
    status, body = await fetched(url)
    assert status == 200
    return {str(event["uid"]): str(event["summary"]) for event in Calendar.from_ical(body).walk("VEVENT")}


async def test_the_secret_address_opens_the_members_calendar(store: Store, root: str) -> None:
    url = await opened(store)
    assert url.startswith(f"{root}/ics/") and url.endswith(".ics")
    found = await events(url)
    assert "🎂 陈丽娟 生日" in found.values()
    assert not any("钟志远" in title for title in found.values())
    _, body = await fetched(url)
    birthday = next(each for each in Calendar.from_ical(body).walk("VEVENT") if "陈丽娟" in str(each["summary"]))
    assert birthday.decoded("dtstart") == date(2026, 3, 21)


async def test_what_is_fetched_again_has_the_same_uids(store: Store, root: str) -> None:
    url = await opened(store)
    assert list(await events(url)) == list(await events(url)) != []


async def test_a_wrong_address_finds_nothing(store: Store, root: str) -> None:
    url = await opened(store)
    for wrong in (
        url[:-5] + ("A" if url[-5] != "A" else "B") + ".ics",
        f"{root}/ics/x.ics",
        f"{root}/",
        f"{root}/ics/",
    ):
        assert (await fetched(wrong))[0] == 404


async def test_a_new_address_and_a_stopped_one_end_the_former(store: Store, root: str) -> None:
    first = await opened(store)
    second = await opened(store)
    assert (await fetched(first))[0] == 404 and (await fetched(second))[0] == 200
    await store.run(lambda tx: feeds.close(tx, actor(tx, "林悦"), NOW))
    assert (await fetched(second))[0] == 404


async def test_who_has_left_is_served_no_more(store: Store, root: str) -> None:
    url = await opened(store)
    await store.run(lambda tx: tx.write(staff.update().where(staff.c.name == "林悦").values(active=False)))
    assert (await fetched(url))[0] == 404


async def test_the_secret_is_neither_stored_nor_logged(
    store: Store, root: str, caplog: pytest.LogCaptureFixture
) -> None:
    with structlog.testing.capture_logs() as logged:
        url = await opened(store)
        await fetched(url)
    found = re.search(r"/ics/(.+)\.ics", url)
    assert found is not None
    kept = await store.read(lambda tx: [row.token_hash for row in tx.rows(rows.select())])
    assert found[1] not in str(kept) and found[1] not in str(logged) and found[1] not in caplog.text
    assert "陈丽娟" not in str(logged) + caplog.text


async def test_where_no_address_is_set_nothing_is_served(store: Store) -> None:
    async with serving(Settings(), store, Clock(NOW)):
        assert await store.read(feed_url) is None

    def none(tx: Tx) -> str | None:
        return feeds.open_(tx, actor(tx, "林悦"), NOW)

    assert await store.run(none) is None


async def test_the_address_the_world_knows_is_the_one_that_is_told(store: Store) -> None:
    settings = Settings(http=f"127.0.0.1:{free_port()}", http_url="https://calendar.example.org/")
    async with serving(settings, store, Clock(NOW)):
        assert (await opened(store)).startswith("https://calendar.example.org/ics/")


async def test_a_port_that_is_taken_is_said_in_words(store: Store) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(http=f"127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(CannotServe, match="Cannot listen"):
            async with serving(settings, store, Clock(NOW)):
                pass


@pytest.mark.parametrize("address", ["8080", "localhost", ":8080", "localhost:99999", "localhost:http"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        Settings(http=address)
