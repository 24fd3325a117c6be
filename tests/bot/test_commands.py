"""The command lists that Telegram shows are published when they are new, and only then."""

from bot import commands
from storage import organisation
from storage.tx import Tx
from tests.e2e.conftest import house
from tests.e2e.house import NOW, House

__all__ = ["house"]


async def test_lists_published_before_are_not_published_again(house: House) -> None:
    lin = await house.enrols("林悦")
    await lin.says("/today")
    await house.chat.until(lambda: house.records(organisation.published_commands))
    await house.quiet()
    before = await house.chat.calls("setMyCommands")
    assert before
    await commands.publish(house.app.bot, house.app.store, NOW)
    await house.quiet()
    assert await house.chat.calls("setMyCommands") == before


async def test_lists_of_another_program_are_published_anew_to_every_member(house: House) -> None:
    await house.enrols("林悦")
    await house.chat.until(lambda: house.records(organisation.published_commands))
    await house.quiet()
    before = await house.chat.calls("setMyCommands")

    def older(tx: Tx) -> None:
        organisation.note_published_commands(tx, "older")

    await house.app.store.run(older)
    await commands.publish(house.app.bot, house.app.store, NOW)
    await house.quiet()
    new = (await house.chat.calls("setMyCommands"))[len(before) :]
    scopes = [call["params"].get("scope", {}).get("type") for call in new]
    assert sorted(scopes, key=str) == [None, None, None, "chat"]  # strangers in each language, and 林悦
