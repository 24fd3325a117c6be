"""`fieldcare doctor`: each problem is provoked once, found, and named with its cure."""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import doctor
from bot.doctor import Finding
from bot.settings import Settings
from localchat.server import LocalChat
from services.charts import FONT
from storage import inbox, organisation, outbox
from storage.store import Store
from storage.tx import Tx

TOKEN = "123456:" + "A" * 35
NOW = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)


def fill(tx: Tx) -> None:
    organisation.save(tx, name="澜江分公司", timezone="Asia/Shanghai", language="zh_Hans", own_company="云川")


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder that nobody else may read, as the data folder should be."""
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.fixture
async def settings(database: Path, tmp_path: Path) -> AsyncIterator[Settings]:
    """A healthy house: a token that is accepted, an organisation, modes as they should be."""
    chat = LocalChat()
    chat.open_world(TOKEN)
    await chat.start()
    store = await Store.open(database)
    await store.run(fill)
    await store.close()
    yield Settings(token=SecretStr(TOKEN), api_url=chat.url, data=tmp_path)
    await chat.stop()


async def change(settings: Settings, unit: Any, *args: Any, **kwargs: Any) -> None:
    store = await Store.open(settings.database)
    await store.run(unit, *args, **kwargs)
    await store.close()


async def problems(settings: Settings) -> list[Finding]:
    found = [each for each in await doctor.examine(settings, NOW) if each.state == "problem"]
    assert all(each.cure for each in found)
    return found


async def the_problem(settings: Settings) -> Finding:
    [found] = await problems(settings)
    return found


async def test_a_healthy_house_has_no_problem(settings: Settings) -> None:
    assert await problems(settings) == []


async def test_no_token(settings: Settings) -> None:
    found = await the_problem(settings.model_copy(update={"token": None}))
    assert (found.what, found.text) == ("token", "none is set")
    assert "FIELDCARE_TOKEN" in found.cure


@pytest.mark.parametrize("token", ["999999:" + "B" * 35, "not a token"])
async def test_a_token_that_is_not_accepted(settings: Settings, token: str) -> None:
    found = await the_problem(settings.model_copy(update={"token": SecretStr(token)}))
    assert found.what == "token"
    assert "@BotFather" in found.cure
    assert token not in found.text + found.cure


async def test_telegram_out_of_reach(settings: Settings) -> None:
    found = await the_problem(settings.model_copy(update={"api_url": "http://127.0.0.1:9"}))
    assert "does not answer" in found.text
    assert "network" in found.cure


async def test_no_data_folder(settings: Settings, tmp_path: Path) -> None:
    found = await problems(settings.model_copy(update={"data": tmp_path / "none"}))
    assert [each.what for each in found] == ["data", "database"]
    assert "fieldcare init" in found[0].cure


async def test_a_folder_or_a_database_that_others_may_read(settings: Settings) -> None:
    settings.data.chmod(0o755)
    settings.database.chmod(0o644)
    found = await problems(settings)
    assert [each.cure for each in found] == [f"chmod 700 {settings.data}", f"chmod 600 {settings.database}"]


async def test_a_folder_that_cannot_be_written(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write everywhere, and tests may run as root.
    monkeypatch.setattr(os, "access", lambda path, mode: path != settings.data)
    found = await the_problem(settings)
    assert "cannot be written" in found.text
    assert "chown" in found.cure


async def test_a_disk_that_is_nearly_full(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(settings.data)._replace(free=doctor.LEAST_FREE - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    found = await the_problem(settings)
    assert found.what == "disk"
    assert "make room" in found.cure


async def test_no_database(settings: Settings) -> None:
    settings.database.unlink()
    assert "fieldcare restore" in (await the_problem(settings)).cure


async def test_a_damaged_database(settings: Settings) -> None:
    settings.database.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 2000)
    found = await the_problem(settings)
    assert found.what == "database"
    assert "fieldcare restore" in found.cure


async def test_a_database_from_a_newer_program(settings: Settings) -> None:
    with sqlite3.connect(settings.database) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer fieldcare" in (await the_problem(settings)).text


async def test_a_database_from_an_older_program_is_a_note(settings: Settings) -> None:
    with sqlite3.connect(settings.database) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0000'")
    found = {each.what: each for each in await doctor.examine(settings, NOW)}
    assert found["database"].state == "note"
    assert "migrates" in found["database"].cure


async def test_no_organisation(settings: Settings) -> None:
    with sqlite3.connect(settings.database) as raw:
        raw.execute("DELETE FROM organisation")
    assert "fieldcare init" in (await the_problem(settings)).cure


async def test_a_time_zone_without_data(settings: Settings) -> None:
    with sqlite3.connect(settings.database) as raw:
        raw.execute("UPDATE organisation SET timezone = 'Asia/Atlantis'")
    found = await the_problem(settings)
    assert "Asia/Atlantis" in found.text
    assert "tzdata" in found.cure


async def test_updates_that_could_not_be_served(settings: Settings) -> None:
    await change(settings, inbox.bury_body, 7, "{}", "Malformed: no chat", NOW)
    found = await the_problem(settings)
    assert found.text == "1 updates could not be served"
    assert "dead-letters" in found.cure


def undelivered(tx: Tx) -> None:
    for state in ("dead", "dead", "uncertain"):
        row = outbox.put(tx, chat_id=5, method="sendMessage", body={"text": "早"}, now=NOW)
        assert row is not None
        (outbox.dead if state == "dead" else outbox.uncertain)(tx, row["id"], "forbidden")


async def test_what_never_arrived_is_a_note(settings: Settings) -> None:
    await change(settings, undelivered)
    [found] = [each for each in await doctor.examine(settings, NOW) if each.what == "outbox"]
    assert (found.state, found.text) == ("note", "2 dead, 1 uncertain")


async def heart(settings: Settings, age: timedelta | None) -> Finding:
    """What the doctor says of a bot that holds the folder and gave its last sign of life so long ago."""
    if age is not None:
        heartbeat = settings.data / "heartbeat"
        heartbeat.touch()
        at = (NOW - age).timestamp()
        os.utime(heartbeat, (at, at))
    with (settings.data / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return (await doctor.examine(settings, NOW))[-1]


async def test_a_bot_that_runs_and_gives_signs_of_life(settings: Settings) -> None:
    found = await heart(settings, timedelta(seconds=4))
    assert (found.state, found.text) == ("ok", "it runs; last sign of life 4 seconds ago")


@pytest.mark.parametrize("age", [timedelta(minutes=10), None])
async def test_a_bot_that_hangs(settings: Settings, age: timedelta | None) -> None:
    found = await heart(settings, age)
    assert (found.what, found.state) == ("bot", "problem")
    assert "restart" in found.cure


async def test_a_bot_that_does_not_run_is_a_note(settings: Settings) -> None:
    assert (await doctor.examine(settings, NOW))[-1] == Finding(
        "bot", "note", "it is not running", "start it with `fieldcare run`"
    )


async def test_a_font_that_is_gone_or_broken_is_found(settings: Settings, tmp_path: Path) -> None:
    assert doctor._fonts(FONT).state == "ok"
    (tmp_path / "broken.otf").write_bytes(FONT.read_bytes()[:1000])
    gone = tmp_path / "gone.otf"
    for file in (tmp_path / "broken.otf", gone):
        found = doctor._fonts(file)
        assert found.state == "problem" and found.cure
    assert [each.state for each in await doctor.examine(settings, NOW) if each.what == "fonts"] == ["ok"]
