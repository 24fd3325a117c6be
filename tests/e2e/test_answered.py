"""A question answered in words: the buttons under it are taken away, and pressed all the same they do nothing."""

from tests.e2e.house import House, Member, Said


async def now(member: Member, said: Said) -> Said:
    """A message as it stands now."""
    await member.house.quiet()
    return next(each for each in await member.transcript() if each.id == said.id)


async def test_the_buttons_of_a_question_answered_by_typing_are_taken_away(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    assert "雁溪中学" in asked.buttons
    card = await lin.says("雁溪")
    assert card.text.startswith("✅ 已记录：雁溪中学")
    assert (await now(lin, asked)).buttons == ()
    assert (await now(lin, asked)).text == asked.text
    assert "修改" in " ".join((await now(lin, card)).buttons)


async def test_step_by_step_only_the_question_that_stands_has_buttons(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("✍️ 记走访")
    await lin.presses("雁溪中学")
    await lin.presses("下一步") if "下一步" in (await lin.last()).buttons else await lin.presses("跳过")
    when = await lin.last()
    purposes = await lin.says("昨天下午三点")
    assert (await now(lin, when)).buttons == ()
    assert (await now(lin, purposes)).buttons


async def test_a_press_on_a_question_that_was_answered_says_so_and_changes_nothing(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("✍️ 记走访")
    client = await lin.last()
    persons = await lin.says("雁溪中学")
    token = client.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    message = {"message_id": client.id, "date": 0, "chat": {"id": lin.id, "type": "private"}, "text": client.text}
    press = {"id": "1", "from": lin.user, "message": message, "chat_instance": "1", "data": token}
    await house.chat.update({"callback_query": press})
    await house.quiet()
    answers = await house.chat.calls("answerCallbackQuery")
    assert answers[-1]["params"]["text"] == "已经处理过了。"
    assert (await now(lin, persons)).buttons


async def test_a_cancelled_question_loses_its_buttons(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    await lin.says("/cancel")
    assert (await now(lin, asked)).buttons == ()


async def test_a_photo_sent_to_a_question_leaves_its_buttons(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    await house.chat.send(lin.user, location={"latitude": 25.1, "longitude": 117.0})
    assert (await now(lin, asked)).buttons == asked.buttons


async def test_another_conversation_leaves_the_buttons_of_an_open_question(house: House) -> None:
    lin = await house.enrols("林悦")
    asked = await lin.says("今天拜访王校长，聊了校园网提速")
    await lin.says("今天下午又去了二院，跟陈院长谈了专线续费")
    assert (await now(lin, asked)).buttons == asked.buttons
