"""Whose phone it is, and which chats they have."""

from __future__ import annotations

import aiohttp
import pytest
from playwright.async_api import Browser, Page, expect

from localchat.server import LocalChat
from tests.localchat.page.scene import (
    CHEN,
    LIN,
    NEEDS_CHROMIUM,
    PEOPLE,
    TOKEN,
    Scene,
    choose_person,
    opened,
    page_config,
    say,
    set_the_scene,
)

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


async def test_another_person_sees_only_their_own_chat(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "林悦的客户：一中")
    await expect(page.locator(".theirs").last).to_contain_text("一中")
    await choose_person(page, 2)
    await expect(page.locator(".persona")).to_contain_text(PEOPLE[1]["name"])
    await expect(page.locator(".rows")).not_to_contain_text("一中")
    await expect(page.get_by_role("button", name="开始")).to_be_visible()
    await page.get_by_role("button", name="开始").click()
    assert (await scene.bot.update("message"))["from"]["id"] == CHEN
    await choose_person(page, 1)
    await expect(page.locator(".rows")).to_contain_text("林悦的客户：一中")


async def test_others_show_how_much_they_have_not_read(page: Page, scene: Scene) -> None:
    await scene.post("send", user=CHEN, text="/start")
    await page.locator(".tab").nth(1).click()
    await page.locator(".tab").nth(0).click()
    for words in ("简报", "三家逾期"):
        await scene.bot.say(CHEN, words)
    await page.click(".persona")
    # 2 in the private chat, 1 in the group: that the bot joined it.
    await expect(page.locator(".choice:nth-child(2) .badge")).to_have_text("3")
    await page.click(".choice:nth-child(2)")
    await page.click(".persona")
    await expect(page.locator(".choice:nth-child(2) .badge")).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.locator(".tab .badge")).to_have_text("1")


async def test_the_group_is_a_chat_of_its_members_only(page: Page, scene: Scene) -> None:
    await scene.bot.say(scene.group, "班前会 8:30 开始")
    await page.get_by_role("tab", name="客户一组").click()
    await expect(page.locator(".theirs").last).to_contain_text("班前会 8:30 开始")
    await say(page, "/today")
    message = await scene.bot.update("message")
    assert (message["chat"]["id"], message["from"]["id"]) == (scene.group, LIN)
    await choose_person(page, 3)
    await expect(page.get_by_role("tab")).to_have_count(1)


async def test_someone_new_can_be_made_up_and_greets_the_bot(page: Page, scene: Scene) -> None:
    await page.click(".persona")
    await page.get_by_role("button", name="新来的人").click()
    await page.fill("dialog input", "马晓")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="开始").click()
    message = await scene.bot.update("message")
    assert (message["from"]["first_name"], message["text"]) == ("马晓", "/start")


async def test_a_start_link_asks_who_opens_it(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "邀请：https://t.me/fieldcare_bot?start=CODE42")
    await page.get_by_role("link", name="CODE42").click()
    await page.click(".choice:nth-child(3)")
    message = await scene.bot.update("message")
    assert (message["from"]["id"], message["text"]) == (PEOPLE[2]["id"], "/start CODE42")


async def test_without_a_configuration_the_first_bot_that_registers_is_shown(browser: Browser) -> None:
    server = LocalChat()
    await server.start()
    try:
        async with opened(browser, server.url, wait=False) as page, aiohttp.ClientSession() as http:
            await expect(page.locator("#phone")).to_contain_text("还没有机器人")
            await set_the_scene(server, http)
            await expect(page.locator(".persona")).to_contain_text("林悦")
    finally:
        await server.stop()


async def test_where_nobody_is_yet_somebody_is_made_up_first(browser: Browser) -> None:
    server = LocalChat(page_config={"token": TOKEN, "language": "zh_Hans"})
    server.open_world(TOKEN)
    await server.start()
    try:
        async with opened(browser, server.url) as page:
            await page.get_by_role("button", name="新来的人").click()
            await page.fill("dialog input", "马晓")
            await page.keyboard.press("Enter")
            await expect(page.locator(".persona")).to_contain_text("马晓")
            await expect(page.get_by_role("button", name="开始")).to_be_visible()
    finally:
        await server.stop()


async def test_the_page_waits_for_a_server_that_is_still_getting_ready(browser: Browser) -> None:
    server = LocalChat(page_config={"starting": True})
    await server.start()
    try:
        async with aiohttp.ClientSession() as http, opened(browser, server.url, wait=False) as page:
            await set_the_scene(server, http)
            await expect(page.locator("#phone")).to_be_empty()
            server.page_config = page_config("en")
            await expect(page.locator(".persona")).to_contain_text("Client manager · group 1")
    finally:
        await server.stop()
