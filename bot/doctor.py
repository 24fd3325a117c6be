"""What `fieldcare doctor` looks at: each finding says what stands, and a problem says its cure."""

import fcntl
import os
import shutil
import stat
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.telegram import connect
from domain.frozen import frozen
from domain.staff import Organisation
from domain.workdays import ENDS_SOON
from scheduler.tick import SILENT_SECONDS
from services import moments
from services.charts import FONT
from storage import backup, inbox, migrate, organisation, outbox
from storage.store import Store
from storage.tx import Tx

LEAST_FREE = 200 * 1024 * 1024
"""Bytes of disk that must be free, or twice the size of the database where that is more (a backup, a restore)."""


@frozen
class Finding:
    """One thing looked at. Only a `problem` makes the doctor fail; a `note` is worth knowing."""

    what: str
    state: Literal["ok", "note", "problem"]
    text: str
    cure: str = ""


async def examine(settings: Settings, now: datetime) -> list[Finding]:
    """Look at everything. Nothing is changed but that file modes, once told, are set right by opening the database."""
    found = [await _token(settings), _fonts(FONT), *_folder(settings)]
    database = _database(settings)
    found.append(database)
    if database.state == "ok":
        store = await Store.open(settings.database)
        try:
            found += await store.read(_records, now)
        finally:
            await store.close()
    return [*found, _heartbeat(settings.data, now)]


async def _token(settings: Settings) -> Finding:
    if settings.token is None or not settings.token.get_secret_value():
        return Finding("token", "problem", "none is set", "set FIELDCARE_TOKEN or FIELDCARE_TOKEN_FILE")
    try:
        bot = connect(settings)
    except InvalidToken:
        return Finding("token", "problem", "it is not a token", "copy it again from @BotFather")
    try:
        await bot.initialize()
        return Finding("token", "ok", f"@{bot.username}")
    except InvalidToken:
        return Finding("token", "problem", "Telegram refuses it", "copy it again from @BotFather")
    except TelegramError as error:
        text = f"{settings.api_url} does not answer ({type(error).__name__})"
        return Finding("token", "problem", text, "check the network, a proxy or firewall, and FIELDCARE_API_URL")
    finally:
        await bot.shutdown()


def _fonts(file: Path) -> Finding:
    """Whether charts can be drawn with Chinese words: the font is there, whole, and knows their characters."""
    from PIL import ImageFont

    cure = "install fieldcare anew: the font comes with it"
    try:
        font = ImageFont.truetype(str(file), 40)
    except OSError as error:
        return Finding("fonts", "problem", f"{file.name} for charts cannot be read ({error})", cure)
    unknown = bytes(font.getmask("\U0010fffd"))
    if lacking := [sign for sign in "走访逾期關懷" if bytes(font.getmask(sign)) == unknown]:
        return Finding("fonts", "problem", f"{file.name} for charts lacks {'、'.join(lacking)}", cure)
    return Finding("fonts", "ok", f"{file.name}, with the characters of both scripts")


def _folder(settings: Settings) -> list[Finding]:
    data = settings.data
    if not data.is_dir():
        return [Finding("data", "problem", f"there is no folder {data}", "set FIELDCARE_DATA, or run `fieldcare init`")]
    found = [_mode(data, 0o700)]
    if settings.database.exists():
        found.append(_mode(settings.database, 0o600))
    size = settings.database.stat().st_size if settings.database.exists() else 0
    free, needed = shutil.disk_usage(data).free, max(LEAST_FREE, 2 * size)
    text = f"{free // 2**20} MB free"
    if free < needed:
        found.append(Finding("disk", "problem", text, f"make room: {needed // 2**20} MB are needed"))
    else:
        found.append(Finding("disk", "ok", text))
    return found


def _mode(path: Path, right: int) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & ~right:
        return Finding("modes", "problem", f"others may read {path} ({mode:o})", f"chmod {right:o} {path}")
    if not os.access(path, os.W_OK):
        return Finding("modes", "problem", f"{path} cannot be written", f"run as its owner, or chown {path}")
    return Finding("modes", "ok", f"{path} {mode:o}")


def _database(settings: Settings) -> Finding:
    path = settings.database
    if not path.exists():
        return Finding(
            "database", "problem", f"there is no {path}", "run `fieldcare init`, or `fieldcare restore FILE`"
        )
    try:
        revision = backup.check(path, thorough=False)
    except backup.Unusable as reason:
        return Finding("database", "problem", str(reason), "update fieldcare, or `fieldcare restore` the last backup")
    if revision != migrate.HEAD:
        text = f"revision {revision}, this program's is {migrate.HEAD}"
        return Finding("database", "note", text, "the next `fieldcare run` migrates it; make a backup first")
    return Finding("database", "ok", f"revision {revision}, quick check passed")


def _records(tx: Tx, now: datetime) -> list[Finding]:
    found = [
        _organisation(organisation.load(tx)),
        _dead_letters(inbox.count_dead(tx)),
        _unsent(outbox.count_failed(tx)),
    ]
    if found[0].state != "ok":
        return found
    table = moments.timetable(tx)
    return [*found, _workdays(table.workdays.official_until(), now.date())] if table else found


def _organisation(house: Organisation | None) -> Finding:
    if house is None:
        return Finding("organisation", "problem", "there is none yet", "run `fieldcare init`")
    try:
        ZoneInfo(house.timezone)
    except (KeyError, ValueError, OSError):
        text = f"no data for the time zone {house.timezone}"
        return Finding("organisation", "problem", text, "pip install --upgrade tzdata, or `fieldcare init --timezone`")
    return Finding("organisation", "ok", f"{house.name}, {house.timezone}, {house.language}")


def _workdays(official_until: date, today: date) -> Finding:
    if official_until - today > ENDS_SOON:
        return Finding("working days", "ok", "the official list of the year is known")
    text = f"the official list ends on {official_until}; after it only the days off by law are known"
    return Finding(
        "working days",
        "note",
        text,
        "paste the year's official notice into the chat (/holidays), or `fieldcare workdays load FILE`",
    )


def _dead_letters(count: int) -> Finding:
    if count:
        text = f"{count} updates could not be served"
        return Finding("inbox", "problem", text, "look at `fieldcare dead-letters`, then retry or drop them")
    return Finding("inbox", "ok", "no dead letters")


def _unsent(counts: dict[str, int]) -> Finding:
    if not counts:
        return Finding("outbox", "ok", "nothing undelivered")
    text = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    return Finding(
        "outbox", "note", text, "dead: blocked or refused by Telegram; uncertain: cut off in sending, not repeated"
    )


def _heartbeat(data: Path, now: datetime) -> Finding:
    if not _is_running(data):
        return Finding("bot", "note", "it is not running", "start it with `fieldcare run`")
    heartbeat = data / "heartbeat"
    age = now.timestamp() - heartbeat.stat().st_mtime if heartbeat.exists() else None
    if age is None or age > SILENT_SECONDS:
        text = "it runs, but gives no sign of life" + (f" for {age:.0f} seconds" if age is not None else "")
        return Finding("bot", "problem", text, "restart it; should it hang again, its log says why")
    return Finding("bot", "ok", f"it runs; last sign of life {age:.0f} seconds ago")


def _is_running(data: Path) -> bool:
    """Whether a bot holds the data folder."""
    try:
        with (data / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
