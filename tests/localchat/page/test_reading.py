"""Long histories, places left and found again, a server that was away."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.localchat.page.scene import LIN, NEEDS_CHROMIUM, Scene, opened, running, say

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


async def test_reading_upward_is_not_disturbed_by_new_messages(page: Page, scene: Scene) -> None:
    for number in range(40):
        await scene.bot.say(LIN, f"第 {number} 条")
    await expect(page.locator(".theirs").last).to_contain_text("第 39 条")
    await page.eval_on_selector(".messages", "(box) => { box.scrollTop = 300; }")
    await expect(page.locator(".pill")).to_be_visible()
    before = await page.eval_on_selector(".messages", "(box) => box.scrollTop")
    await scene.bot.say(LIN, "新的一条")
    await expect(page.locator(".pill")).to_have_text("1 条新消息")
    assert await page.eval_on_selector(".messages", "(box) => box.scrollTop") == before
    await page.click(".pill")
    await expect(page.get_by_text("新的一条")).to_be_in_viewport()
    await expect(page.locator(".pill")).to_be_hidden()


async def test_each_person_finds_the_place_and_the_draft_they_left(page: Page, scene: Scene) -> None:
    for number in range(30):
        await scene.bot.say(LIN, f"第 {number} 条")
    await expect(page.locator(".theirs").last).to_contain_text("第 29 条")
    await page.eval_on_selector(".messages", "(box) => { box.scrollTop = 200; }")
    await expect(page.locator(".pill")).to_be_visible()
    await page.fill(".input", "写到一半")
    top = "(box) => document.elementFromPoint(innerWidth / 2, box.getBoundingClientRect().top + 30).textContent"
    before = await page.eval_on_selector(".messages", top)
    await page.get_by_role("tab", name="客户一组").click()
    await expect(page.locator(".input")).to_have_value("")
    await page.get_by_role("tab", name="fieldcare").click()
    await expect(page.locator(".input")).to_have_value("写到一半")
    await expect(page.locator(".pill")).to_be_visible()
    assert await page.eval_on_selector(".messages", top) == before


async def test_a_long_history_shows_its_end_and_loads_upward(browser: Browser, scene: Scene) -> None:
    for number in range(3000):
        scene.server.worlds[next(iter(scene.server.worlds))].post(
            scene.server.worlds[next(iter(scene.server.worlds))].chats[LIN],
            scene.server.worlds[next(iter(scene.server.worlds))].bot,
            {"text": f"第 {number} 条，比较长的一句话，" * (1 + number % 4)},
        )
    async with opened(browser, scene.server.url) as page:
        await expect(page.locator(".theirs").last).to_contain_text("第 2999 条")
        assert await page.locator(".theirs").count() <= 60
        oldest = await page.locator(".theirs").first.text_content()
        await page.eval_on_selector(".messages", "(box) => { box.scrollTop = 100; }")
        await page.wait_for_function("() => document.querySelectorAll('.theirs').length >= 120")
        assert await page.locator(".theirs").first.text_content() != oldest


async def test_the_page_comes_back_after_the_server_was_away(browser: Browser) -> None:
    async with running() as first:
        await first.post("send", user=LIN, text="/start")
        port = int(first.server.url.rpartition(":")[2])
        async with opened(browser, first.server.url) as page:
            await expect(page.locator(".mine")).to_contain_text("/start")
            await first.server.stop()
            await expect(page.locator(".subtitle")).to_have_text("连接中…")
            await say(page, "别丢了我")
            await expect(page.get_by_role("status")).to_contain_text("连不上")
            await expect(page.locator(".input")).to_have_value("别丢了我")
            async with running(port=port) as second:
                await second.post("send", user=LIN, text="/start again")
                await expect(page.locator(".mine")).to_contain_text("/start again")
                await page.press(".input", "Enter")
                await expect(page.locator(".mine").last).to_contain_text("别丢了我")
