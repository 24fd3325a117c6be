"""An update that ends the process, whoever starts it anew: given up after some tries, so that others are served."""

from sqlalchemy import text

from bot.ingest import MOST_LIVES
from tests.survival.quiet import quiet
from tests.survival.rig import MEMBERS, Field

LIN, KAI = MEMBERS["林悦"], MEMBERS["郑凯"]
DEADLY = "tests.survival.broken:die_of_a_word"


async def test_an_update_that_ends_the_process_each_time_becomes_a_dead_letter_and_the_others_are_served(
    field: Field,
) -> None:
    deadly = await field.chat.send(LIN, "今天要命地拜访了一中")
    innocent = await field.chat.send(KAI, "今天拜访莲山戴总，聊了专线")
    later = await field.chat.send(LIN, "今天拜访二院陈院长，聊了专线")
    for life in range(1 + MOST_LIVES):
        field.bot.start(patch=DEADLY)
        assert field.bot.wait(20) == -9, f"life {life} was to end"
    field.bot.start(patch=DEADLY)
    assert "已记录" in (await field.chat.wait_for(KAI, "莲山", after=innocent))["text"]
    assert "已记录" in (await field.chat.wait_for(LIN, "医院", after=later))["text"]
    await quiet(field)
    said = [each for each in await field.chat.transcript(LIN) if each["from"]["is_bot"]]
    assert len(said) == 2, "one of the two is the word that the first was not understood"
    with field.database() as tx:
        (letter,) = tx.rows(text("SELECT error FROM dead_letters"))
        assert "process" in letter.error
    assert deadly["message_id"] < said[0]["message_id"]
