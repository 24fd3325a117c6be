"""A plan as its approver reads it: the week in one message, however much stands in it."""

from datetime import date, timedelta

import pytest

from bot.bodies import TEXT_LIMIT
from domain.plans import Action, PlanKind
from handlers.context import unasked
from handlers.plan_card import card
from services import plans
from services.plans import NewItem
from storage import organisation, staff
from storage import plans as rows
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_plans import client

MONDAY = date(2026, 3, 23)


@pytest.mark.parametrize("each_day", [1, 13, 40])
def test_a_week_is_one_message_that_names_its_reasons_while_there_is_room(tx: Tx, each_day: int) -> None:
    settle(tx)
    lin = actor(tx, "林悦")
    staff.enrol(tx, actor(tx, "周敏").id, 5, NOW)
    home = rows.ensure(tx, lin.id, PlanKind.WEEK, MONDAY)
    for day in range(5):
        on = MONDAY + timedelta(days=day)
        plans.add(tx, lin, home.id, NewItem(on, client(tx), text=f"聊聊续约的第{day}步" + "并确认细节" * 9), NOW)
        for place in range(each_day):
            plans.add(tx, lin, home.id, NewItem(on, None, Action.TASK, text=f"第{place}件要写的材料" * 6), NOW)
    zhou, house = staff.by_name(tx, "周敏"), organisation.load(tx)
    assert zhou is not None and house is not None
    c = unasked(tx, zhou, house, NOW)
    text = card(c, plans.load(tx, c.actor, home.id)).text
    assert len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    assert ("下周五" in text) == (each_day < 40)
    assert ("聊聊续约的第4步" in text) == (each_day == 1)
    assert ("其余按天查看" in text) == (each_day == 40)
