"""Messages changed by the key they were said under, and chats that become other chats."""

import asyncio
from datetime import timedelta
from pathlib import Path

from scheduler.relay import Dead, Later, Moved, Outcome, Sent
from storage import outbox, staff, team_chats
from storage.team_chats import TeamChat
from storage.tx import Tx
from tests.e2e.house import settle
from tests.scheduler.test_relay import BEGIN, Desk, Row, scene, states

GROUP, SUPERGROUP = -50, -1005


def test_a_message_is_changed_by_its_key_once_it_has_arrived(database: Path) -> None:
    edits: list[int] = []

    def answer(row: Row, nth: int) -> Outcome:
        if row["method"] == "editMessageText":
            edits.append(row["body"]["message_id"])
            return Sent(None)
        return Later("flood", 2.0) if nth == 1 else Sent(777)

    async def play(desk: Desk) -> None:
        await desk.say(GROUP, "小结", key="standup:1")
        await desk.say(GROUP, "小结，补一人", method="editMessageText", edits="standup:1")
        await desk.idle()
        assert edits == [777]

    scene(database, play, answer)


def test_the_change_of_a_message_that_never_arrived_is_given_up(database: Path) -> None:
    def answer(row: Row, nth: int) -> Outcome:
        return Dead("forbidden")

    async def play(desk: Desk) -> None:
        await desk.say(GROUP, "小结", key="standup:1")
        await desk.say(GROUP, "补", method="editMessageText", edits="standup:1")
        await desk.say(GROUP, "补", method="editMessageText", edits="standup:2")
        await desk.idle()
        assert await desk.store.read(states) == {"dead": 3}

    scene(database, play, answer)


def test_the_change_of_a_message_that_waits_for_later_waits_too(database: Path) -> None:
    def held_up(tx: Tx) -> list[Row]:
        about = {"chat_id": GROUP, "body": {"text": "小结"}, "now": BEGIN}
        first = outbox.put(tx, method="sendMessage", key="standup:1", **about)
        change = outbox.put(tx, method="editMessageText", edits="standup:1", **about)
        assert first is not None and change is not None
        outbox.later(tx, first["id"], BEGIN + timedelta(seconds=60), "flood")
        return [change]

    async def play(desk: Desk) -> None:
        desk.relay.offer(await desk.store.run(held_up))
        for _ in range(80):
            await asyncio.sleep(1)
            await desk.relay.sweep()
        assert await desk.store.read(states) == {"sent": 2}
        assert len(desk.sent) == 2

    scene(database, play)


def test_what_is_said_to_a_group_that_became_another_chat_is_said_there(database: Path) -> None:
    sent: list[int] = []

    def answer(row: Row, nth: int) -> Outcome:
        if row["body"]["chat_id"] == GROUP:
            return Moved(SUPERGROUP)
        sent.append(row["body"]["chat_id"])
        return Sent(row["id"])

    def prepare(tx: Tx) -> list[Row]:
        settle(tx)
        group = staff.group_called(tx, "一组")
        team_chats.link(tx, TeamChat(group, GROUP, title="一组"), 1, BEGIN)
        found = []
        for place, kind in enumerate((outbox.PROMPT, outbox.ANSWER)):
            body = {"chat_id": GROUP, "text": str(place)}
            found.append(outbox.put(tx, chat_id=GROUP, method="sendMessage", body=body, now=BEGIN, kind=kind))
        return [row for row in found if row is not None]

    def chat(tx: Tx) -> int | None:
        found = team_chats.of_group(tx, staff.group_called(tx, "一组"))
        return found.chat_id if found else None

    async def play(desk: Desk) -> None:
        desk.relay.offer(await desk.store.run(prepare))
        await desk.idle()
        assert sent == [SUPERGROUP, SUPERGROUP]
        assert await desk.store.read(states) == {"sent": 2}
        assert await desk.store.read(chat) == SUPERGROUP

    scene(database, play, answer)


def test_a_chat_that_cannot_be_written_to_is_lost_to_its_team(database: Path) -> None:
    def prepare(tx: Tx) -> list[Row]:
        settle(tx)
        team_chats.link(tx, TeamChat(staff.group_called(tx, "一组"), GROUP), 1, BEGIN)
        row = outbox.put(tx, chat_id=GROUP, method="sendMessage", body={"text": "好"}, now=BEGIN)
        assert row is not None
        return [row]

    async def play(desk: Desk) -> None:
        desk.relay.offer(await desk.store.run(prepare))
        await desk.idle()
        lost = await desk.store.read(team_chats.lost, desk.now())
        assert [each.chat_id for each in lost] == [GROUP]

    scene(database, play, lambda row, nth: Dead("forbidden", gone=True))
