"""One launcher and one chat server for all; a bot, a world and a database for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.survival.rig import Bot, Field, Launcher, a_field, chat_server, new_bot


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    """The process that starts bots."""
    running = Launcher()
    yield running
    running.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a chat server of its own process."""
    with chat_server() as url:
        yield url


@pytest.fixture
def bot(launcher: Launcher, server: str, blank_database: Path, tmp_path: Path) -> Bot:
    """A bot on the sample organisation, not started."""
    return new_bot(launcher, server, tmp_path / "data", blank_database)


@pytest.fixture
async def field(bot: Bot, server: str) -> AsyncIterator[Field]:
    """The bot's world; the bot is started by the test."""
    async with a_field(bot, server) as opened:
        yield opened
