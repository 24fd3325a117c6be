"""One Chromium for all tests of the page; a world and a window for each."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.localchat.page.scene import CHROMIUM_ARGUMENTS, LIN, Scene, chromium_path, opened, running


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    async with running() as scene:
        await scene.post("send", user=LIN, text="/start")
        await scene.bot.update("message")
        yield scene


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, scene: Scene) -> AsyncIterator[Page]:
    async with opened(browser, scene.server.url) as page:
        yield page
