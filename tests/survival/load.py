"""People at work while their bot is killed again and again: they tell visits, edit, undo, answer step by step."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from storage import outbox
from tests.survival.ledger import Ledger, Told
from tests.survival.rig import Field

PATIENCE = 60.0
"""Seconds to wait for an answer while the bot is killed and started."""

VISITS = {
    "林悦": ("今天拜访一中王校长，聊了续约{word}", "今天去雁中见了王校长，介绍了新套餐{word}，下周三送方案"),
    "郑凯": ("今天拜访紫岭钟经理，聊了专线{word}", "今天拜访莲山戴总，电信报价很低{word}"),
    "何芳": ("今天拜访汀州银行邱行长，聊了续约{word}，下周三送方案", "今天拜访Dragonfly，聊了设备{word}"),
    "小孟": ("今天林悦拜访一中王校长，聊了宽带{word}",),
}
"""One-line visits by member; "电信" makes news for the leader of the group."""


@dataclass
class Load:
    """What goes on in all chats until told to stop; `pause` is the mean time between two things a person does."""

    field: Field
    ledger: Ledger
    pause: float
    dice: random.Random
    stopping: bool = False
    _number: int = 0

    def word(self, kind: str) -> str:
        """A word nobody has said yet."""
        self._number += 1
        return f"{kind}{self._number:05}"

    async def run(self) -> None:
        """Everyone at once, until `stopping`."""
        people: list[Callable[[], Awaitable[None]]] = [self._stepper, self._prompter]
        async with asyncio.TaskGroup() as tasks:
            for name in VISITS:
                tasks.create_task(self._teller(name))
            for person in people:
                tasks.create_task(person())  # type: ignore[arg-type]

    async def leaves_a_conversation_open(self, name: str) -> dict[str, Any]:
        """Somebody begins a visit step by step, and is called away; the question they leave."""
        user = self.field.members[name]
        question = await self._begin(user)
        self.ledger.drafts.append(user)
        return question

    async def goes_on(self, question: dict[str, Any]) -> None:
        """They come back to the question, and go on to the record."""
        user = question["chat"]["id"]
        self.ledger.drafts.remove(user)
        await self._step_by_step(user, question)

    async def _pause(self) -> None:
        await asyncio.sleep(self.dice.expovariate(1 / self.pause))

    async def _teller(self, name: str) -> None:
        user = self.field.members[name]
        while not self.stopping:
            words = self.dice.choice(VISITS[name])
            word = self.word("K")
            message = await self.field.chat.send(user, words.format(word=word))
            told = self.ledger.told[word] = Told(user, next_steps="送方案" in words)
            if "电信" in words:
                told.news_to = self.field.members["周敏"]
            elif (luck := self.dice.random()) < 0.2:
                await self._edit(user, message, words, word, told)
            elif luck < 0.35:
                await self._undo(user, message, word, told)
            await self._pause()

    async def _edit(self, user: int, message: dict[str, Any], words: str, word: str, told: Told) -> None:
        await self._pause()
        edited = self.word("E")
        await self.field.chat.edit(user, message, words.format(word=word + edited))
        told.edited_to = edited
        self.ledger.edits += 1

    async def _undo(self, user: int, message: dict[str, Any], word: str, told: Told) -> None:
        card = await self.field.chat.wait_for(user, word, after=message, timeout=PATIENCE)
        await self.field.chat.press(user, card, text="撤销", wait=None)
        told.undone = True
        self.ledger.presses += 1

    async def _stepper(self) -> None:
        user = self.field.members["吴江"]
        while not self.stopping:
            await self._step_by_step(user, await self._begin(user))
            await self._pause()

    async def _begin(self, user: int) -> dict[str, Any]:
        sent = await self.field.chat.send(user, "/visit")
        return await self.field.chat.wait_for(user, "第1步", after=sent, timeout=PATIENCE)

    async def _step_by_step(self, user: int, asked: dict[str, Any]) -> None:
        """From the first question to the record by buttons, one message all along; the words asked for are typed."""
        while "步，共" in asked["text"]:
            labels = [key["text"] for row in asked["reply_markup"]["inline_keyboard"] for key in row]
            if "第5步" in asked["text"]:
                word = self.word("K")
                sent = await self.field.chat.send(user, f"聊了宽带{word}")
                self.ledger.told[word] = Told(user)
                asked = await self.field.chat.wait_for(user, "第6步", after=sent, timeout=PATIENCE)
                continue
            onward = (label for label in labels if label.startswith(("跳过", "下一步", "✅")))
            asked = await self._press(user, asked, labels[0] if "第1步" in asked["text"] else next(onward))

    async def _press(self, user: int, asked: dict[str, Any], label: str) -> dict[str, Any]:
        """Press, and wait until the message shows what comes next."""
        await self.field.chat.press(user, asked, text=label, wait=None)
        self.ledger.presses += 1

        async def moved_on() -> dict[str, Any] | None:
            shown = (await self.field.chat.transcript(user, after=asked["message_id"] - 1))[0]
            return shown if shown["text"] != asked["text"] else None

        moved: dict[str, Any] = await self.field.chat.until(moved_on, timeout=PATIENCE)
        return moved

    async def _prompter(self) -> None:
        """The clock's work: prompts committed beside the running bot, by another process."""
        chats = list(self.field.members.values())
        while not self.stopping:
            word, chat_id = self.word("P"), self.dice.choice(chats)

            def queue(word: str = word, chat_id: int = chat_id) -> None:
                with self.field.database() as tx:
                    body = {"chat_id": chat_id, "text": f"提醒{word}"}
                    # The bot runs by the real clock: what an older one dated would be swept away as long done.
                    now = datetime.now(UTC)
                    outbox.put(
                        tx, chat_id=chat_id, method="sendMessage", body=body, now=now, kind=outbox.PROMPT, key=word
                    )

            await asyncio.to_thread(queue)
            self.ledger.prompts[word] = chat_id
            await asyncio.sleep(self.pause)
