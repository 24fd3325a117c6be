"""The gift ledger (R3.7): approval by level, the yearly cap, and a stock that never falls below zero."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from domain.errors import Refused
from domain.gifts import RequestState
from domain.staff import Role
from services import gifts
from services import staff as members
from storage import clients, persons, staff
from storage.gifts import gift_movements, move
from storage.store import Store
from storage.tx import Tx
from tests.e2e.house import actor, settle

NOW = datetime(2026, 9, 10, 2, 0, tzinfo=UTC)


def _ids(tx: Tx) -> tuple[int, int, int]:
    """一中, 王建斌 and 陈丽娟."""
    home = clients.by_name(tx, "龙岩一中")
    assert home is not None
    wang, chen = persons.of_client(tx, home.id)
    return home.id, wang.id, chen.id


@pytest.fixture
def stocked(tx: Tx) -> Tx:
    settle(tx)
    gifts.stock_in(tx, actor(tx, "周敏"), "茶叶", 10, 128_00, NOW)
    return tx


def _ask(tx: Tx, quantity: int, person: int | None = None, who: str = "林悦") -> gifts.Asked:
    item = gifts.items(tx, actor(tx, who))[0]
    return gifts.ask(tx, actor(tx, who), item.id, quantity, _ids(tx)[0], person, NOW)


def _moves(tx: Tx) -> list[Any]:
    return list(tx.rows(select(gift_movements).order_by(gift_movements.c.id)))


def test_the_levels_above_the_groups_decide_only_what_is_sent_up_to_them(stocked: Tx) -> None:
    members.add(stocked, NOW, name="分公司经理", role=Role.BRANCH_MANAGER)
    members.add(stocked, NOW, name="总监", role=Role.DIRECTOR)
    above = actor(stocked, "分公司经理")
    small, large = _ask(stocked, 2).request, _ask(stocked, 3).request
    assert gifts.to_decide(stocked, above, 0, 5) == ([], 0)
    with pytest.raises(Refused, match="no_such_request"):
        gifts.load(stocked, above, large.id)
    supervisor = actor(stocked, "高主管")
    assert {one.id for one in gifts.to_decide(stocked, supervisor, 0, 5)[0]} == {small.id, large.id}
    stocked.write(update(staff.staff).where(staff.staff.c.name == "高主管").values(active=False))
    assert [one.id for one in gifts.to_decide(stocked, above, 0, 5)[0]] == [large.id]
    assert gifts.to_decide(stocked, actor(stocked, "总监"), 0, 5) == ([], 0)
    assert gifts.approve(stocked, above, large.id, NOW).request.state == "approved"


def test_a_leader_approves_up_to_the_limit_and_a_supervisor_above(stocked: Tx) -> None:
    small, large = _ask(stocked, 2), _ask(stocked, 3)
    assert (small.request.level, [one.name for one in small.approvers]) == (Role.LEADER, ["周敏"])
    assert (large.request.level, [one.name for one in large.approvers]) == (Role.SUPERVISOR, ["高主管"])
    with pytest.raises(Refused, match="no_such_request"):
        gifts.approve(stocked, actor(stocked, "周敏"), large.request.id, NOW)
    assert gifts.approve(stocked, actor(stocked, "高主管"), large.request.id, NOW).request.state == "approved"


def test_a_leaders_own_request_goes_to_the_supervisor(stocked: Tx) -> None:
    asked = _ask(stocked, 1, who="周敏")
    assert [one.name for one in asked.approvers] == ["高主管"]
    with pytest.raises(Refused):
        gifts.approve(stocked, actor(stocked, "周敏"), asked.request.id, NOW)


def test_of_two_approvers_one_wins_and_the_other_hears_who(stocked: Tx) -> None:
    asked = _ask(stocked, 1)
    gifts.approve(stocked, actor(stocked, "高主管"), asked.request.id, NOW)
    with pytest.raises(Refused) as refused:
        gifts.send_back(stocked, actor(stocked, "周敏"), asked.request.id, "太贵", NOW)
    assert (refused.value.key, refused.value.values) == ("gifts.already_approved", {"name": "高主管"})


def test_a_person_is_not_given_more_than_the_cap_in_a_year(stocked: Tx) -> None:
    _, wang, chen = _ids(stocked)
    _ask(stocked, 3, wang)
    with pytest.raises(Refused) as refused:
        _ask(stocked, 1, wang)
    assert refused.value.values == {"cap": "500", "left": "116"}
    _ask(stocked, 1, chen)


def test_what_was_sent_back_withdrawn_or_returned_no_longer_counts(stocked: Tx) -> None:
    _, wang, _ = _ids(stocked)
    lin, zhou, gao = (actor(stocked, name) for name in ("林悦", "周敏", "高主管"))
    first = _ask(stocked, 3, wang).request.id
    gifts.send_back(stocked, gao, first, "先等等", NOW)
    second = _ask(stocked, 3, wang).request.id
    gifts.withdraw(stocked, lin, second, NOW)
    third = _ask(stocked, 2, wang).request.id
    gifts.approve(stocked, zhou, third, NOW)
    gifts.hand_out(stocked, lin, third, NOW)
    gifts.take_back(stocked, lin, third, NOW)
    assert _ask(stocked, 3, wang).request.state is RequestState.WAITING
    assert gifts.items(stocked, lin)[0].free == 7


def test_nothing_is_handed_out_that_was_not_approved(stocked: Tx) -> None:
    asked = _ask(stocked, 1)
    with pytest.raises(Refused, match="not_approved"):
        gifts.hand_out(stocked, actor(stocked, "林悦"), asked.request.id, NOW)


def test_every_movement_has_a_name_and_adds_up_to_the_stock(stocked: Tx) -> None:
    lin, zhou = actor(stocked, "林悦"), actor(stocked, "周敏")
    asked = _ask(stocked, 2)
    gifts.approve(stocked, zhou, asked.request.id, NOW)
    gifts.hand_out(stocked, lin, asked.request.id, NOW)
    gifts.count(stocked, zhou, asked.request.item_id, 7, NOW)
    moves = _moves(stocked)
    assert [(row.kind, row.quantity) for row in moves] == [("stock_in", 10), ("hand_out", -2), ("count", -1)]
    assert all(row.staff_id for row in moves)
    assert gifts.items(stocked, lin)[0].stock == sum(row.quantity for row in moves) == 7


def test_a_count_below_what_is_promised_is_refused(stocked: Tx) -> None:
    asked = _ask(stocked, 3)
    with pytest.raises(Refused, match="promised"):
        gifts.count(stocked, actor(stocked, "周敏"), asked.request.item_id, 2, NOW)


def test_a_manager_takes_nothing_in_and_exports_nothing(stocked: Tx) -> None:
    with pytest.raises(Refused, match="not_a_keeper"):
        gifts.stock_in(stocked, actor(stocked, "林悦"), "茶叶", 1, 100, NOW)
    with pytest.raises(Refused, match="not_a_keeper"):
        gifts.export(stocked, actor(stocked, "林悦"), (), {}, NOW)


def test_a_request_of_another_group_does_not_exist(stocked: Tx) -> None:
    asked = _ask(stocked, 1)
    for name in ("吴江", "何芳", "秦管理"):
        with pytest.raises(Refused, match="no_such_request"):
            gifts.load(stocked, actor(stocked, name), asked.request.id)


def test_nobody_asks_for_a_client_out_of_scope(stocked: Tx) -> None:
    item = gifts.items(stocked, actor(stocked, "郑凯"))[0]
    with pytest.raises(Refused, match="clients"):
        gifts.ask(stocked, actor(stocked, "郑凯"), item.id, 1, _ids(stocked)[0], None, NOW)


def test_the_export_names_receivers_in_scope_only(stocked: Tx) -> None:
    _, wang, _ = _ids(stocked)
    asked = _ask(stocked, 1, wang)
    gifts.approve(stocked, actor(stocked, "周敏"), asked.request.id, NOW)
    gifts.hand_out(stocked, actor(stocked, "林悦"), asked.request.id, NOW)
    headings = tuple("stock moves item price in_stock reserved when kind quantity who client person".split())  # noqa: SIM905
    kinds = {"stock_in": "in", "hand_out": "out"}

    def receivers(name: str) -> list[Any]:
        book = CalamineWorkbook.from_filelike(
            BytesIO(gifts.export(stocked, actor(stocked, name), headings, kinds, NOW))
        )
        return book.get_sheet_by_name("moves").to_python()[2][-2:]

    assert receivers("周敏") == ["龙岩一中", "王建斌"]
    assert receivers("吴江") == ["—", ""]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-12, 12), st.integers(-12, 12)), max_size=12))
def test_no_order_of_movements_takes_the_stock_below_zero(stocked: Tx, steps: list[tuple[int, int]]) -> None:
    item_id = gifts.items(stocked, actor(stocked, "周敏"))[0].id
    for stock, reserved in steps:
        before = gifts.item(stocked, actor(stocked, "周敏"), item_id)
        moved = move(stocked, item_id, stock=stock, reserved=reserved)
        after = gifts.item(stocked, actor(stocked, "周敏"), item_id)
        assert 0 <= after.reserved <= after.stock
        assert moved or after == before


async def test_many_who_ask_at_once_get_no_more_than_there_is(database: Path) -> None:
    store = await Store.open(database)
    try:

        def prepare(tx: Tx) -> None:
            settle(tx)
            gifts.stock_in(tx, actor(tx, "周敏"), "茶叶", 10, 10_00, NOW)

        def ask(tx: Tx) -> bool:
            try:
                _ask(tx, 1)
            except Refused as refused:
                assert refused.key == "gifts.too_few"
                return False
            return True

        await store.run(prepare)
        answers = await asyncio.gather(*(store.run(ask) for _ in range(25)))
        assert sum(answers) == 10
        item = (await store.read(lambda tx: gifts.items(tx, actor(tx, "周敏"))))[0]
        assert (item.stock, item.reserved) == (10, 10)
    finally:
        await store.close()
