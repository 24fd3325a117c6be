"""What the bot says and what the person answers."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.localchat.page.scene import LIN, NEEDS_CHROMIUM, Scene, buttons, opened, say

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


async def test_what_is_typed_reaches_the_bot_and_its_answer_appears(page: Page, scene: Scene) -> None:
    await say(page, "今天上午拜访一中王校长")
    message = await scene.bot.update("message")
    assert message["text"] == "今天上午拜访一中王校长"
    await expect(page.locator(".mine").last).to_contain_text("今天上午拜访一中王校长")
    await expect(page.locator(".input")).to_have_value("")
    await scene.bot.say(LIN, "已记录 <b>市第一中学</b>")
    await expect(page.locator(".theirs").last.locator("strong")).to_have_text("市第一中学")


async def test_enter_within_an_input_method_does_not_send(page: Page, scene: Scene) -> None:
    await page.fill(".input", "拜fang")
    await page.eval_on_selector(
        ".input",
        "(input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))",
    )
    await page.press(".input", "Shift+Enter")
    await page.type(".input", "第二行")
    await page.press(".input", "Enter")
    assert (await scene.bot.update("message"))["text"] == "拜fang\n第二行"


async def test_an_edit_appears_in_place_and_is_marked(page: Page, scene: Scene) -> None:
    message = await scene.bot.say(LIN, "第一版", reply_markup=buttons(["撤销"]))
    await scene.bot.say(LIN, "后来的话")
    await expect(page.locator(".theirs")).to_have_count(2)
    await scene.bot.call("editMessageText", chat_id=LIN, message_id=message["message_id"], text="第二版")
    first = page.locator(".theirs").first
    await expect(first).to_contain_text("第二版")
    await expect(first).to_contain_text("已编辑")
    await expect(first.locator(".inline-button")).to_have_count(0)
    await expect(page.locator(".theirs")).to_have_count(2)


async def test_a_deleted_message_is_gone(page: Page, scene: Scene) -> None:
    message = await scene.bot.say(LIN, "请稍候")
    await expect(page.locator(".theirs")).to_have_count(1)
    await scene.bot.call("deleteMessage", chat_id=LIN, message_id=message["message_id"])
    await expect(page.locator(".theirs")).to_have_count(0)


async def test_ones_own_message_can_be_edited_from_its_menu(page: Page, scene: Scene) -> None:
    await say(page, "拜访一中")
    await page.locator(".mine .bubble").last.click(button="right")
    await page.get_by_role("menuitem", name="编辑").click()
    await expect(page.locator(".input")).to_have_value("拜访一中")
    await say(page, "拜访二中")
    assert (await scene.bot.update("edited_message"))["text"] == "拜访二中"
    await expect(page.locator(".mine").last).to_contain_text("拜访二中")


async def test_a_reply_quotes_what_it_answers(page: Page, scene: Scene) -> None:
    question = await scene.bot.say(LIN, "见的是哪一位？")
    await page.locator(".theirs .bubble").last.click(button="right")
    await page.get_by_role("menuitem", name="回复").click()
    await say(page, "李主任")
    message = await scene.bot.update("message")
    assert message["reply_to_message"]["message_id"] == question["message_id"]
    await expect(page.locator(".mine .quote").last).to_contain_text("见的是哪一位？")


async def test_typing_pins_and_reactions_are_shown(page: Page, scene: Scene) -> None:
    await scene.bot.call("sendChatAction", chat_id=LIN, action="typing")
    await expect(page.locator(".subtitle")).to_contain_text("正在输入")
    message = await scene.bot.say(LIN, "本周重点：续约")
    await expect(page.locator(".subtitle")).not_to_contain_text("正在输入")
    await scene.bot.call("pinChatMessage", chat_id=LIN, message_id=message["message_id"], disable_notification=True)
    await expect(page.locator(".pinned")).to_contain_text("本周重点：续约")
    await say(page, "好的")
    mine = await scene.bot.update("message")
    reaction = [{"type": "emoji", "emoji": "👍"}]
    await scene.bot.call("setMessageReaction", chat_id=LIN, message_id=mine["message_id"], reaction=reaction)
    await expect(page.locator(".mine .reaction")).to_have_text("👍")
    await scene.bot.call("unpinAllChatMessages", chat_id=LIN)
    await expect(page.locator(".pinned")).to_have_count(0)


async def test_entities_are_rendered_and_never_become_html(page: Page, scene: Scene) -> None:
    nasty = "&lt;img src=x onerror=&quot;window.hurt=1&quot;&gt;"
    await scene.bot.say(
        LIN,
        f"<b>{nasty}</b> <i>斜<u>下</u></i> <tg-spoiler>秘密</tg-spoiler> <code>{nasty}</code> "
        f'<pre><code class="language-py">{nasty}</code></pre><a href="https://example.com/{nasty}">链接</a>'
        "<blockquote>引用</blockquote>👨‍👩‍👧<s>删</s>",
        reply_markup={"inline_keyboard": [[{"text": '<script>window.hurt=2</script>"', "callback_data": "<b>"}]]},
    )
    bubble = page.locator(".theirs").last
    await expect(bubble.locator("strong")).to_have_text('<img src=x onerror="window.hurt=1">')
    await expect(bubble.locator("em u")).to_have_text("下")
    await expect(bubble.locator("s")).to_have_text("删")
    await expect(bubble.locator("pre")).to_contain_text("<img src=x")
    assert await bubble.locator("img, script").count() == 0
    await bubble.locator(".spoiler").click()
    await expect(bubble.get_by_text("秘密")).to_be_visible()
    await say(page, "<img src=x onerror=window.hurt=3><b>粗</b>")
    await expect(page.locator(".mine").last).to_contain_text("<b>粗</b>")
    assert await page.evaluate("window.hurt") is None


async def test_links_that_would_run_something_are_mere_words(page: Page) -> None:
    urls = ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "https://example.com/", "tel:10086"]
    safe = await page.evaluate(
        "async (urls) => { const { safeUrl } = await import('/page/js/entities.js'); return urls.map(safeUrl); }", urls
    )
    assert [url is not None for url in safe] == [False, False, False, True, True]


async def test_a_long_press_opens_the_menu_and_lifting_the_finger_keeps_it(browser: Browser, scene: Scene) -> None:
    await scene.bot.say(LIN, "按住我")
    async with opened(browser, scene.server.url, touch=True) as page:
        box = await page.locator(".theirs .bubble").bounding_box()
        assert box is not None
        finger = await page.context.new_cdp_session(page)
        point = {"x": box["x"] + 20, "y": box["y"] + 10}
        await finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        await expect(page.get_by_role("menuitem", name="回复")).to_be_visible()
        await finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        await page.get_by_role("menuitem", name="回复").tap()
        await expect(page.locator(".banner")).to_contain_text("按住我")
        await expect(page.get_by_role("menu")).to_have_count(0)


async def test_more_than_one_message_can_hold_is_sent_whole(page: Page, scene: Scene) -> None:
    words = "走访内容" * 1500
    await say(page, words)
    parts = [(await scene.bot.update("message"))["text"] for _ in range(2)]
    assert "".join(parts) == words


async def test_a_rich_message_shows_its_table(page: Page, scene: Scene) -> None:
    row = [{"text": text, "align": align, "valign": "middle"} for text, align in (("林悦", "left"), ("12", "right"))]
    head = [{**cell, "text": text, "is_header": True} for cell, text in zip(row, ("姓名", "走访"), strict=True)]
    blocks = [
        {"type": "heading", "text": ["本周", {"type": "bold", "text": "走访"}], "size": 4},
        {"type": "table", "cells": [head, row], "is_bordered": True, "is_striped": True},
        {"type": "paragraph", "text": "<script>alert(1)</script>"},
    ]
    await scene.bot.call("sendRichMessage", chat_id=LIN, rich_message={"blocks": blocks})
    shown = page.locator(".theirs").last
    await expect(shown.get_by_role("heading")).to_have_text("本周走访")
    await expect(shown.get_by_role("columnheader")).to_have_text(["姓名", "走访"])
    await expect(shown.get_by_role("cell")).to_have_text(["林悦", "12"])
    await expect(shown.locator("p")).to_have_text("<script>alert(1)</script>")
