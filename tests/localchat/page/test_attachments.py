"""Photos, files, places, name cards and voice, both ways."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.localchat.page.scene import LIN, NEEDS_CHROMIUM, Scene, attach, png

pytestmark = [NEEDS_CHROMIUM, pytest.mark.asyncio(loop_scope="session")]


async def test_a_photo_of_the_bot_is_displayed(page: Page, scene: Scene) -> None:
    await scene.bot.upload("sendPhoto", "photo", "chart.png", png(64, 48), chat_id=LIN, caption="本周走访")
    image = page.locator(".theirs .photo img")
    await expect(image).to_be_visible()
    await page.wait_for_function("() => document.querySelector('.theirs .photo img').naturalWidth === 64")
    await image.click()
    await expect(page.locator("dialog.viewer img")).to_be_visible()
    await expect(page.locator("dialog.viewer")).to_have_text("本周走访")
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.viewer")).to_have_count(0)


async def test_a_chosen_photo_is_sent_with_its_caption(page: Page, scene: Scene) -> None:
    async with page.expect_file_chooser() as chooser:
        await attach(page, "photo")
    await (await chooser.value).set_files({"name": "签单.png", "mimeType": "image/png", "buffer": png(80, 60)})
    await page.fill("dialog input", "签单照片")
    await page.keyboard.press("Enter")
    message = await scene.bot.update("message")
    assert message["caption"] == "签单照片"
    assert message["photo"][-1]["width"] == 80
    await page.wait_for_function("() => document.querySelector('.mine .photo img')?.naturalWidth === 80")


async def test_two_photos_make_one_album(page: Page, scene: Scene) -> None:
    async with page.expect_file_chooser() as chooser:
        await attach(page, "photo")
    files = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": png(40, 40)} for name in "ab"]
    await (await chooser.value).set_files(files)
    await page.click("dialog .wide-button")
    first, second = await scene.bot.update("message"), await scene.bot.update("message")
    assert first["media_group_id"] == second["media_group_id"]
    await expect(page.locator(".album .photo")).to_have_count(2)


async def test_a_file_keeps_its_name_and_bytes(page: Page, scene: Scene) -> None:
    content = "客户,类别\n一中,A\n".encode()
    async with page.expect_file_chooser() as chooser:
        await attach(page, "file")
    await (await chooser.value).set_files({"name": "客户.csv", "mimeType": "text/csv", "buffer": content})
    await page.click("dialog .wide-button")
    document = (await scene.bot.update("message"))["document"]
    assert document["file_name"] == "客户.csv"
    async with scene.bot.http.get(f"{scene.control}/file/{document['file_id']}") as response:
        assert await response.read() == content
    await expect(page.locator(".mine .file")).to_contain_text("客户.csv")


async def test_places_name_cards_and_voice_can_be_sent(page: Page, scene: Scene) -> None:
    await attach(page, "location")
    await page.get_by_role("button", name="武林广场").click()
    assert (await scene.bot.update("message"))["location"]["latitude"] == pytest.approx(30.2741)
    await expect(page.locator(".mine .map")).to_be_visible()
    await attach(page, "location")
    await page.fill("dialog label:has-text('纬度') input", "22.5")
    await page.fill("dialog label:has-text('经度') input", "114.05")
    await page.keyboard.press("Enter")
    assert (await scene.bot.update("message"))["location"]["longitude"] == pytest.approx(114.05)
    await attach(page, "contact")
    await page.fill("dialog label:has-text('姓名') input", "马主任")
    await page.click("dialog .wide-button")
    assert (await scene.bot.update("message"))["contact"]["first_name"] == "马主任"
    await expect(page.locator(".mine .card")).to_contain_text("马主任")
    await attach(page, "voice")
    assert (await scene.bot.update("message"))["voice"]["duration"] == 3
    await expect(page.locator(".mine .sound")).to_be_visible()
