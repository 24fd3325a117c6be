"""The house fixture: one running application per test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.house import House, open_house


@pytest.fixture
async def house(blank_database: Path, tmp_path: Path) -> AsyncIterator[House]:
    """localchat and the real application on a database of their own."""
    data = tmp_path / "data"
    data.mkdir()
    async with open_house(data, blank_database) as opened:
        yield opened
