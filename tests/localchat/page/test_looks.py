"""Contrast, width, languages, appearance, names of controls, the keyboard."""

from __future__ import annotations

import base64

import pytest
from playwright.async_api import Browser, Page, expect

from tests.localchat.page.scene import LIN, NEEDS_CHROMIUM, Scene, buttons, opened, png, running

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


CONTRAST = """() => {
  const number = (text) => text.match(/[\\d.]+/g).map(Number);
  const rgba = (text) => {
    const [r, g, b, a = 1] = number(text);
    return text.startsWith("color(srgb") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((value, index) => value * a + under[index] * (1 - a));
  const ground = (element) => {
    if (!element) return document.documentElement.dataset.theme === "dark" ? [0, 0, 0] : [255, 255, 255];
    const colour = rgba(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3) : over(colour, ground(element.parentElement));
  };
  const light = (colour) => colour.map((value) => value / 255)
    .map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  const faint = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.getElementById("phone"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const box = element.getBoundingClientRect();
    const words = walker.currentNode.textContent.trim();
    if (!words || !box.width || getComputedStyle(element).visibility !== "visible") continue;
    const under = ground(element);
    const pair = [light(over(rgba(getComputedStyle(element).color), under)), light(under)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    seen += 1;
    if (ratio < 4.5) faint.push(`${element.className || element.tagName} "${words.slice(0, 20)}" ${ratio.toFixed(2)}`);
  }
  return { faint, seen };
}"""


@pytest.mark.parametrize("colors", ["light", "dark"])
async def test_all_text_can_be_read_against_its_ground(browser: Browser, scene: Scene, colors: str) -> None:
    message = await scene.bot.say(
        LIN,
        "普通 <b>粗</b> <code>代码</code> https://example.com <pre>整段</pre><blockquote>引用</blockquote>",
        reply_markup={
            "inline_keyboard": [[{"text": "撤销", "callback_data": "x"}, {"text": "网页", "url": "https://a.b"}]]
        },
    )
    await scene.bot.call("pinChatMessage", chat_id=LIN, message_id=message["message_id"])
    await scene.post("send", user=LIN, text="/help 我的话", reply_to=message["message_id"])
    await scene.post("send", user=LIN, contact={"phone_number": "+8610000000001", "first_name": "马主任"})
    await scene.bot.say(scene.group, "群里的话")
    photo = base64.b64encode(png(30, 20)).decode()
    await scene.post("send", user=LIN, photo={"name": "a.png", "mime": "image/png", "base64": photo})
    await scene.bot.say(LIN, "选", reply_markup={"keyboard": [[{"text": "今天"}]], "resize_keyboard": True})
    async with opened(browser, scene.server.url, colors=colors) as page:
        assert await page.evaluate("document.documentElement.dataset.theme") == colors
        seen = 0
        for way in (
            [],
            [".persona"],
            [".clock"],
            [".icon-settings"],
            [".input-box .icon-attach"],
            [".tab:nth-child(2)"],
        ):
            for selector in way:
                await page.click(selector)
            await expect(page.locator(".theirs").first).to_be_visible()
            found = await page.evaluate(CONTRAST)
            assert found["faint"] == [], way
            seen += found["seen"]
            await page.keyboard.press("Escape")
        assert seen > 150  # the measure has looked at real text


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant", "en"])
async def test_a_phone_screen_never_scrolls_sideways(browser: Browser, language: str) -> None:
    async with running(language) as scene:
        await scene.post("send", user=LIN, text="/start")
        words = "很长的一段没有停顿的话" * 20 if language != "en" else "Supercalifragilistic" * 30
        await scene.bot.say(
            LIN, words, reply_markup=buttons(["很长的按钮文字很长的按钮文字", "Another rather long button label"])
        )
        await scene.bot.say(LIN, f"<pre>{words}</pre>", reply_markup={"keyboard": [[{"text": words[:60]}] * 3]})
        await scene.post("send", user=LIN, text=f"https://example.com/{'a' * 200}")
        await scene.bot.upload("sendDocument", "document", "很长的文件名" * 12 + ".xlsx", b"x", chat_id=LIN)
        async with opened(browser, scene.server.url) as page:
            for selector in (None, ".persona", ".clock", ".icon-settings", ".input-box .icon-attach"):
                if selector:
                    await page.click(selector)
                wide = await page.evaluate(
                    """() => [document.documentElement, document.querySelector(".messages"),
                              ...document.querySelectorAll(".stage, .composer, dialog, .sheet-body")]
                        .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className)"""
                )
                assert wide == [], selector
                outside = await page.evaluate(
                    """() => [...document.querySelectorAll(".bubble, button, .choice, .segment")]
                        .map((each) => each.getBoundingClientRect())
                        .filter((box) => box.width && (box.left < 0 || box.right > innerWidth)).length"""
                )
                assert outside == 0, selector
                await page.keyboard.press("Escape")


async def test_the_page_speaks_three_languages_and_remembers_the_choice(page: Page) -> None:
    for name, words in (
        ("English", "Message"),
        ("繁體中文", "傳送訊息…"),
        ("简体中文", "发消息…"),
        ("English", "Message"),
    ):
        await page.click(".icon-settings")
        await page.get_by_role("button", name=name).click()
        await expect(page.locator(".input")).to_have_attribute("placeholder", words)
    await page.reload()
    await expect(page.locator(".input")).to_have_attribute("placeholder", "Message")
    await expect(page.locator(".persona")).to_contain_text("Client manager")


async def test_every_text_of_the_page_exists_in_every_language(page: Page) -> None:
    holes = await page.evaluate(
        """async () => {
          const source = await (await fetch("/page/js/i18n.js")).text();
          const keys = [...source.matchAll(/^  (\\w+): \\[/gm)].map((match) => match[1]);
          const { setLanguage, t } = await import("/page/js/i18n.js");
          const bad = [];
          for (const language of ["zh_Hans", "zh_Hant", "en"]) {
            setLanguage(language);
            for (const key of keys) if (!t(key, { n: 2 }).trim()) bad.push(`${language}.${key}`);
          }
          return { bad, count: keys.length };
        }"""
    )
    assert holes["bad"] == []
    assert holes["count"] > 80


async def test_the_appearance_can_be_chosen_against_the_system(page: Page) -> None:
    await page.click(".icon-settings")
    await page.get_by_role("button", name="深色").click()
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"
    await page.reload()
    await page.wait_for_selector("#phone[data-ready]")
    assert await page.evaluate("document.documentElement.dataset.theme") == "dark"


async def test_the_keyboard_alone_is_enough(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "甲")
    await scene.bot.say(LIN, "乙")
    await expect(page.locator(".theirs")).to_have_count(2)
    await page.locator(".entry[tabindex='0']").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem", name="回复")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".banner")).to_contain_text("甲")
    await expect(page.locator(".input")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".banner")).to_be_hidden()


async def test_every_control_has_a_name(page: Page, scene: Scene) -> None:
    await scene.bot.say(LIN, "选", reply_markup=buttons(["甲"]))
    await expect(page.locator(".theirs")).to_have_count(1)
    for selector in (None, ".persona", ".clock", ".icon-settings", ".input-box .icon-attach"):
        if selector:
            await page.click(selector)
        nameless = await page.evaluate(
            """() => [...document.querySelectorAll("button, input, textarea, a, [role=button]")]
                .filter((each) => each.checkVisibility() && !each.getAttribute("aria-label") && !each.textContent.trim()
                  && !each.labels?.length && !each.title)
                .map((each) => each.outerHTML.slice(0, 120))"""
        )
        assert nameless == [], selector
        await page.keyboard.press("Escape")


async def test_the_page_asks_nothing_of_the_world_outside(page: Page, scene: Scene) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await scene.bot.say(LIN, 'https://example.com/a.png <a href="https://example.com/">网页</a>')
    await page.reload()
    await expect(page.get_by_role("link", name="网页")).to_be_visible()
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith(f"{scene.server.url}/")] == []


async def test_the_pages_own_policy_stops_what_would_leave_it(page: Page, scene: Scene) -> None:
    window = await page.context.new_page()  # whose console may tell of the refusal
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    await window.goto(scene.server.url)
    outside = "() => fetch('https://example.com/').then(() => 'reached', () => 'refused')"
    assert await window.evaluate(outside) == "refused"
    assert "https://example.com/" not in asked
