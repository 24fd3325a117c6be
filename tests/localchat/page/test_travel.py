"""Travel in time."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.localchat.page.scene import CHEN, LIN, NEEDS_CHROMIUM, PEOPLE, Scene

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


async def test_travel_moves_the_clock_and_marks_what_came_after(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "昨天的话")
    await page.click(".clock")
    await page.get_by_role("button", name="早上 8:25").click()
    await expect(page.locator(".clock")).to_contain_text("3月19日 周四08:25")
    assert (await scene.get("/control/clock"))["now"].startswith("2026-03-19T00:25")
    await scene.bot.say(LIN, "早上好")
    rows = page.locator(".rows > *")
    await expect(rows.last).to_contain_text("早上好")
    await expect(rows.nth(-2)).to_contain_text("时间来到 3月19日 周四 08:25")
    await expect(page.locator(".theirs").last).to_contain_text("08:25")


async def test_a_day_and_time_can_be_picked_but_not_in_the_past(page: Page, scene: Scene) -> None:
    await page.click(".clock")
    await page.get_by_role("button", name="选时间").click()
    await page.fill("dialog input[type=datetime-local]", "2026-01-01T08:00")
    await page.get_by_role("button", name="出发").click()
    await expect(page.get_by_role("alert")).to_contain_text("只能往后走")
    await page.fill("dialog input[type=datetime-local]", "2026-04-30T15:00")
    await page.get_by_role("button", name="出发").click()
    await expect(page.locator(".clock")).to_contain_text("4月30日 周四15:00")


async def test_what_others_got_after_a_jump_is_told(page: Page, scene: Scene) -> None:
    await scene.post("send", user=CHEN, text="/start")
    await page.click(".clock")
    await page.get_by_role("button", name="+1 天").click()
    await expect(page.locator(".clock")).to_contain_text("3月19日")
    await scene.bot.say(CHEN, "今日简报")
    note = page.get_by_role("status").get_by_role("button")
    await expect(note).to_contain_text(f"{PEOPLE[1]['name']} 1")
    await note.click()
    await expect(page.locator(".theirs").last).to_contain_text("今日简报")


async def test_the_clock_stays_where_it_was_when_the_server_refuses(page: Page, scene: Scene) -> None:
    await page.route("**/control/clock", lambda route: route.fulfill(status=400, json={"description": "not now"}))
    await page.click(".clock")
    await page.get_by_role("button", name="+1 小时").click()
    await expect(page.get_by_role("status")).to_contain_text("not now")
    await expect(page.locator(".clock")).to_contain_text("09:00")
    await expect(page.locator(".travel")).to_have_count(0)
