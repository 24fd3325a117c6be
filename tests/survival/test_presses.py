"""Buttons in the wrong hands over the wire: a sample of what tests/access/test_buttons.py does ten thousand times."""

import pytest
from sqlalchemy import text

from tests.survival.quiet import quiet
from tests.survival.rig import MEMBERS, Field

LIN, KAI = MEMBERS["林悦"], MEMBERS["郑凯"]


@pytest.mark.parametrize("way", ["another person", "made up", "twice"])
async def test_a_press_that_must_not_work_gets_a_word_and_changes_nothing(field: Field, way: str) -> None:
    field.bot.start()
    card = await field.chat.ask(LIN, "今天拜访一中王校长，聊了续约K00001", timeout=25)
    own = await field.chat.ask(KAI, "今天拜访莲山戴总，聊了专线K00002", timeout=25)
    tokens = [key["callback_data"] for row in card["reply_markup"]["inline_keyboard"] for key in row]
    undone = "SELECT count(*) FROM audit WHERE action = 'visit_undone'"
    already = 0
    if way == "twice":
        await field.chat.press(LIN, card, text="撤销")
        already = 1
    for token in tokens:
        who, message = (KAI, own) if way == "another person" else (LIN, card)
        data = token[::-1] if way == "made up" else token
        answer = await field.chat.press(who, message, data=data)
        assert answer is not None
        assert answer["text"]
    await quiet(field)
    with field.database() as tx:
        assert tx.value(text(undone)) == already
        assert tx.value(text("SELECT count(*) FROM drafts")) == 0
