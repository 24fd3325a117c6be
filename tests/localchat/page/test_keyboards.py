"""Buttons under messages and under the composer, and commands."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.localchat.page.scene import LIN, NEEDS_CHROMIUM, Scene, buttons, say

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


async def test_a_pressed_button_spins_until_its_toast_comes(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "已记录", reply_markup=buttons(["修改", "撤销"]))
    button = page.get_by_role("button", name="撤销")
    await button.click()
    query = await scene.bot.update("callback_query")
    assert (query["data"], query["from"]["id"]) == ("do:撤销", LIN)
    await expect(button).to_have_attribute("aria-busy", "true")
    await scene.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="已撤销")
    await expect(page.get_by_role("status")).to_contain_text("已撤销")
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_stays_until_it_is_closed(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "审批？", reply_markup=buttons(["同意"]))
    await page.get_by_role("button", name="同意").click()
    query = await scene.bot.update("callback_query")
    await scene.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="这个按钮已经过期", show_alert=True)
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("这个按钮已经过期")
    await page.keyboard.press("Enter")
    await expect(alert).to_have_count(0)


async def test_copy_buttons_copy_and_say_so(page: Page, scene: Scene) -> None:
    greeting = "王校长，祝您教师节快乐！"
    keyboard = {"inline_keyboard": [[{"text": "复制祝福", "copy_text": {"text": greeting}}]]}
    await scene.bot.say(LIN, "写好了", reply_markup=keyboard)
    await page.get_by_role("button", name="复制祝福").click()
    await expect(page.get_by_role("status")).to_contain_text("已复制")
    assert await page.evaluate("navigator.clipboard.readText()") == greeting


async def test_the_reply_keyboard_sends_its_words_and_can_be_put_away(page: Page, scene: Scene) -> None:
    keyboard = {"keyboard": [[{"text": "记走访"}, {"text": "今天"}], [{"text": "我的号码", "request_contact": True}]]}
    await scene.bot.say(LIN, "选一个", reply_markup={**keyboard, "resize_keyboard": True})
    await page.get_by_role("button", name="今天").click()
    assert (await scene.bot.update("message"))["text"] == "今天"
    await page.get_by_role("button", name="我的号码").click()
    assert (await scene.bot.update("message"))["contact"]["user_id"] == LIN
    await page.get_by_role("button", name="收起按钮键盘").click()
    await expect(page.get_by_role("button", name="记走访")).to_be_hidden()
    await page.get_by_role("button", name="显示按钮键盘").click()
    await expect(page.get_by_role("button", name="记走访")).to_be_visible()
    await scene.bot.say(LIN, "好了", reply_markup={"remove_keyboard": True})
    await expect(page.get_by_role("button", name="记走访")).to_have_count(0)


async def test_a_one_time_keyboard_goes_once_it_was_used(page: Page, scene: Scene) -> None:
    await scene.bot.say(
        LIN, "心情？", reply_markup={"keyboard": [[{"text": "好"}, {"text": "一般"}]], "one_time_keyboard": True}
    )
    await page.locator(".reply-button", has_text="一般").click()
    assert (await scene.bot.update("message"))["text"] == "一般"
    await expect(page.locator(".reply-keyboard")).to_be_hidden()


async def test_a_forced_reply_opens_the_answer(page: Page, scene: Scene) -> None:
    asked = await scene.bot.say(
        LIN, "客户的名字？", reply_markup={"force_reply": True, "input_field_placeholder": "客户全名"}
    )
    await expect(page.locator(".banner")).to_contain_text("客户的名字？")
    await expect(page.locator(".input")).to_have_attribute("placeholder", "客户全名")
    await say(page, "华信")
    assert (await scene.bot.update("message"))["reply_to_message"]["message_id"] == asked["message_id"]
    await expect(page.locator(".banner")).to_be_hidden()


async def test_commands_are_offered_while_they_are_typed(page: Page, scene: Scene) -> None:
    commands = [{"command": "today", "description": "今天"}, {"command": "visits", "description": "走访记录"}]
    await scene.bot.call("setMyCommands", commands=commands)
    await page.get_by_role("button", name="命令菜单").click()
    await expect(page.get_by_role("option")).to_have_count(2)
    await page.keyboard.press("Escape")
    await page.type(".input", "/v")
    await expect(page.get_by_role("option")).to_have_text(["/visits走访记录"])
    await page.keyboard.press("Enter")
    assert (await scene.bot.update("message"))["text"] == "/visits"
