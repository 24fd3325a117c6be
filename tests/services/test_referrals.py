"""Questions beyond a manager's authority (R2.8): who hears them, who may answer, when they are over."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import Refused
from domain.referrals import ReferralState
from services import referrals
from services import staff as members
from storage import clients, nudges, staff
from storage.tx import Tx
from tests.e2e.house import actor, settle

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)


@pytest.fixture
def house(tx: Tx) -> Tx:
    settle(tx)
    for number, member in enumerate(staff.everyone(tx), 1):
        staff.enrol(tx, member.id, 1000 + number, NOW)
    return tx


def ask(tx: Tx, who: str = "林悦", client: str | None = "龙岩一中") -> referrals.Asked:
    home = clients.by_name(tx, client) if client else None
    return referrals.ask(tx, actor(tx, who), "一中想要8折，能不能给", home.id if home else None, NOW)


def test_a_question_goes_to_the_leader_of_the_group_in_full(house: Tx) -> None:
    asked = ask(house)
    assert [leader.name for leader in asked.leaders] == ["周敏"]
    assert (asked.referral.text, asked.referral.client, asked.referral.state) == (
        "一中想要8折，能不能给",
        "龙岩一中",
        ReferralState.OPEN,
    )


def test_a_leaders_own_question_goes_to_the_supervisor(house: Tx) -> None:
    assert [leader.name for leader in ask(house, "周敏").leaders] == ["高主管"]


def test_a_leader_who_cannot_be_reached_is_stood_in_for_by_the_next_level(house: Tx) -> None:
    zhou = staff.by_name(house, "周敏")
    assert zhou is not None and zhou.telegram_id is not None
    staff.note_blocked(house, zhou.telegram_id, NOW)
    assert not nudges.reachable(house, [zhou.id])
    assert [leader.name for leader in ask(house).leaders] == ["高主管"]


def test_it_stays_open_until_the_client_has_heard_the_answer(house: Tx) -> None:
    asked, lin, zhou = ask(house), actor(house, "林悦"), actor(house, "周敏")
    with pytest.raises(Refused, match="already_open"):
        referrals.pass_on(house, lin, asked.referral.id, NOW)
    answered = referrals.answer(house, zhou, asked.referral.id, "可以，九折", NOW)
    assert (answered.referral.state, answered.by) == (ReferralState.ANSWERED, "周敏")
    assert referrals.mine(house, lin, 0, 5)[1] == 1
    assert referrals.pass_on(house, lin, asked.referral.id, NOW).referral.passed_on_at == NOW
    assert referrals.mine(house, lin, 0, 5)[1] == 0
    assert referrals.reopen(house, lin, asked.referral.id, NOW).referral.state is ReferralState.ANSWERED


def test_of_two_who_answer_the_first_counts_and_the_other_hears_who_it_was(house: Tx) -> None:
    asked = ask(house)
    referrals.answer(house, actor(house, "周敏"), asked.referral.id, "可以", NOW)
    with pytest.raises(Refused, match="already_answered") as refused:
        referrals.answer(house, actor(house, "高主管"), asked.referral.id, "不行", NOW)
    assert refused.value.values == {"name": "周敏"}
    assert referrals.load(house, actor(house, "林悦"), asked.referral.id).referral.answer == "可以"


@pytest.mark.parametrize("who", ["郑凯", "吴江", "何芳", "任质检", "秦管理"])
def test_nobody_else_reads_or_answers_it(house: Tx, who: str) -> None:
    asked = ask(house)
    with pytest.raises(Refused, match="not_found"):
        referrals.answer(house, actor(house, who), asked.referral.id, "可以", NOW)
    assert referrals.to_answer(house, actor(house, who), 0, 5) == ([], 0)


def test_a_client_out_of_scope_cannot_be_asked_about(house: Tx) -> None:
    with pytest.raises(Refused, match=r"clients\.not_found"):
        ask(house, "林悦", "汀州银行")


def test_a_question_goes_with_its_client(house: Tx) -> None:
    asked, he = ask(house), staff.by_name(house, "何芳")
    assert he is not None
    clients.change(house, asked.referral.client_id or 0, {"manager_id": he.id})
    for who in ("林悦", "周敏"):
        with pytest.raises(Refused, match="not_found"):
            referrals.load(house, actor(house, who), asked.referral.id)
        assert referrals.mine(house, actor(house, who), 0, 5) == referrals.to_answer(house, actor(house, who), 0, 5)


def test_where_nobody_leads_nobody_can_be_asked(house: Tx) -> None:
    alone = members.add(house, NOW, name="独行", role=actor(house, "林悦").role)
    assert alone is not None
    with pytest.raises(Refused, match="nobody_to_ask"):
        ask(house, "独行", None)


def test_a_question_is_withdrawn_until_it_is_answered_and_can_be_put_again(house: Tx) -> None:
    asked, lin = ask(house), actor(house, "林悦")
    referrals.withdraw(house, lin, asked.referral.id, NOW)
    with pytest.raises(Refused, match="already_withdrawn"):
        referrals.answer(house, actor(house, "周敏"), asked.referral.id, "可以", NOW)
    assert referrals.reopen(house, lin, asked.referral.id, NOW).referral.state is ReferralState.OPEN
    referrals.answer(house, actor(house, "周敏"), asked.referral.id, "可以", NOW)
    with pytest.raises(Refused, match="already_answered"):
        referrals.withdraw(house, lin, asked.referral.id, NOW)


def test_a_leader_finds_what_waits_for_them_the_oldest_first(house: Tx) -> None:
    first = ask(house)
    second = referrals.ask(house, actor(house, "郑凯"), "能免月租吗", None, NOW + timedelta(hours=1))
    referrals.ask(house, actor(house, "何芳"), "别组的", None, NOW)
    zhou = actor(house, "周敏")
    assert [one.id for one in referrals.to_answer(house, zhou, 0, 5)[0]] == [first.referral.id, second.referral.id]
    referrals.answer(house, zhou, first.referral.id, "可以", NOW)
    assert [one.id for one in referrals.to_answer(house, zhou, 0, 5)[0]] == [second.referral.id]
    assert referrals.to_answer(house, actor(house, "高主管"), 0, 5)[1] == 2
