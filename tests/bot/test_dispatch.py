"""From a turn to the rows of the outbox, one unit at a time."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import dispatch
from bot.routes import ROUTES
from domain.charts import Chart
from domain.staff import Role
from handlers.context import Context
from handlers.routing import Route, Routes
from handlers.turn import Button, File, Message, Press, Reply, Table, Turn
from storage import buttons, inbox, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)
EDIT = Turn(1, NOW, 5, True, 5, "秦管理", message_id=9, text="随便说说", edited=True)


def served(tx: Tx, turn: Turn) -> list[dict[str, object]]:
    inbox.accept(tx, [(turn.update_id, turn.chat_id, "{}")], NOW)
    return dispatch.serve(tx, ROUTES, turn, NOW)


def test_an_edit_by_somebody_who_records_nothing_is_passed_over_in_silence(tx: Tx) -> None:
    settle(tx)
    staff.enrol(tx, actor(tx, "秦管理").id, 5, NOW)
    assert served(tx, EDIT) == []
    assert len(served(tx, replace(EDIT, update_id=2, edited=False))) == 1


def test_a_prompt_of_several_bubbles_is_said_once_whole(tx: Tx) -> None:
    settle(tx)
    long = Message("\n".join(["话" * 90] * 100), prompt=True, key="digest:1")
    first = dispatch.queue(tx, long, NOW, chat_id=5, user_id=5)
    again = dispatch.queue(tx, long, NOW, chat_id=5, user_id=5)
    assert len(first) == 3
    assert None not in first
    assert again == [None] * 3


@pytest.mark.parametrize(
    "drawn",
    [
        Message("图", chart=Chart("走访", "本周", "本期", "上期", "目标", ())),
        Message("表", table=Table("走访", (("谁", "走访"),))),
        Message("文件", file=File("走访.xlsx", b"PK")),
    ],
)
def test_what_cannot_take_the_place_of_a_text_leaves_the_card_that_was_pressed_alive(tx: Tx, drawn: Message) -> None:
    settle(tx)
    staff.enrol(tx, actor(tx, "周敏").id, 5, NOW)

    def answer(c: Context) -> Reply:
        return Reply([drawn])

    routes = Routes([Route(answer, frozenset({Role.LEADER}), action="draw")])
    dispatch.queue(tx, Message("一周", [[Button("画图", "draw")]]), NOW, chat_id=5, user_id=5, card="card")
    turn = Turn(1, NOW, 5, True, 5, "周敏", press=Press(buttons.token("card", 0), 9, "q"))
    inbox.accept(tx, [(1, 5, "{}")], NOW)
    assert "editMessageText" not in {row["method"] for row in dispatch.serve(tx, routes, turn, NOW)}
    pressed = buttons.load(tx, buttons.token("card", 0))
    assert pressed is not None and not pressed.used
