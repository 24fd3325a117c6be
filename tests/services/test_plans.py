"""Plans (R4): what is put into them, approval level by level, and records that close their items."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update

from domain.care import Effect
from domain.errors import Refused
from domain.meetings import Away
from domain.plans import Action, ItemState, Origin, Plan, PlanKind, PlanState
from domain.settings import Settings
from services import absences, care, plan_approval, plan_moves, plan_summaries, visits
from services import plans as services
from services.care import CareCommand
from services.plans import NewItem
from services.visits import VisitCommand
from storage import clients, digest_figures, nudges, organisation, plans, staff
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle

MONDAY = date(2026, 3, 23)
"""Of the week after NOW (Wednesday, 18 March); its plan is due on Friday, 20 March, 17:00."""
THIS_WEEK = date(2026, 3, 16)
THURSDAY = date(2026, 3, 19)
HOUR = timedelta(hours=1)


@pytest.fixture
def house(tx: Tx) -> Iterator[Tx]:
    settle(tx)
    yield tx


def client(tx: Tx, name: str = "龙岩一中") -> int:
    from storage.clients import names

    return next(int(row.id) for row in names(tx, None) if row.name == name)


def plan(tx: Tx, who: str = "林悦", starts_on: date = MONDAY, kind: PlanKind = PlanKind.WEEK) -> Plan:
    return plans.ensure(tx, actor(tx, who).id, kind, starts_on)


def put(tx: Tx, on: date = MONDAY, name: str = "龙岩一中", who: str = "林悦", kind: PlanKind = PlanKind.WEEK) -> int:
    from domain.plans import period_start

    home = plan(tx, who, period_start(kind, on), kind)
    return services.add(tx, actor(tx, who), home.id, NewItem(on, client(tx, name)), NOW).item.id


def submitted(tx: Tx, **at: object) -> Plan:
    put(tx)
    return plan_approval.submit(tx, actor(tx, "林悦"), plan(tx).id, NOW).plan


def state(tx: Tx, item_id: int) -> ItemState:
    found = plans.item(tx, None, item_id)
    assert found is not None
    return found.state


def test_a_plan_goes_to_the_leader_and_comes_back_approved(house: Tx) -> None:
    lin, zhou = actor(house, "林悦"), actor(house, "周敏")
    put(house)
    handed_in = plan_approval.submit(house, lin, plan(house).id, NOW)
    assert [one.name for one in handed_in.approvers] == ["周敏"]
    assert not handed_in.plan.late
    approved = plan_approval.approve(house, zhou, handed_in.plan.id, handed_in.plan.version, NOW)
    assert approved.plan.state is PlanState.APPROVED and approved.approvers == ()


def test_the_plan_of_a_month_goes_to_the_supervisor(house: Tx) -> None:
    put(house, date(2026, 4, 1), kind=PlanKind.MONTH)
    april = plan(house, starts_on=date(2026, 4, 1), kind=PlanKind.MONTH)
    handed_in = plan_approval.submit(house, actor(house, "林悦"), april.id, NOW)
    assert [one.name for one in handed_in.approvers] == ["高主管"]
    with pytest.raises(Refused, match="not_yours_to_decide"):
        plan_approval.approve(house, actor(house, "周敏"), april.id, handed_in.plan.version, NOW)


def test_two_levels_decide_one_after_the_other(house: Tx) -> None:
    organisation.save_settings(house, Settings.model_validate({"plan_week_levels": ["leader", "supervisor"]}))
    one = submitted(house)
    first = plan_approval.approve(house, actor(house, "周敏"), one.id, one.version, NOW)
    assert first.plan.state is PlanState.SUBMITTED and [each.name for each in first.approvers] == ["高主管"]
    last = plan_approval.approve(house, actor(house, "高主管"), one.id, first.plan.version, NOW)
    assert last.plan.state is PlanState.APPROVED


def test_whoever_stands_higher_decides_for_the_levels_below(house: Tx) -> None:
    organisation.save_settings(house, Settings.model_validate({"plan_week_levels": ["leader", "supervisor"]}))
    one = submitted(house)
    assert plan_approval.approve(house, actor(house, "高主管"), one.id, one.version, NOW).plan.state == "approved"


def test_a_level_that_cannot_be_reached_is_taken_by_the_next(house: Tx) -> None:
    gao = actor(house, "高主管")
    staff.enrol(house, gao.id, 4711, NOW)
    put(house)
    assert [one.name for one in plan_approval.submit(house, actor(house, "林悦"), plan(house).id, NOW).approvers] == [
        "高主管"
    ]


def test_a_level_that_is_away_is_taken_by_the_next_until_it_is_back(house: Tx) -> None:
    for number, name in enumerate(("周敏", "高主管")):
        staff.enrol(house, actor(house, name).id, 4711 + number, NOW)
    absences.note(house, actor(house, "周敏"), Away.LEAVE, NOW.date(), THURSDAY, NOW)
    put(house)
    away = plan_approval.submit(house, actor(house, "林悦"), plan(house).id, NOW)
    assert [one.name for one in away.approvers] == ["高主管"]
    put(house, name="紫岭矿业股份有限公司", who="郑凯")
    back = plan_approval.submit(house, actor(house, "郑凯"), plan(house, "郑凯").id, NOW + timedelta(days=2))
    assert [one.name for one in back.approvers] == ["周敏"]


def test_of_two_approvers_one_wins_and_the_other_hears_who(house: Tx) -> None:
    one = submitted(house)
    plan_approval.approve(house, actor(house, "高主管"), one.id, one.version, NOW)
    with pytest.raises(Refused) as refused:
        plan_approval.send_back(house, actor(house, "周敏"), one.id, one.version, "太少", NOW)
    assert (refused.value.key, refused.value.values) == ("plans.already_approved_by", {"name": "高主管"})


def test_nobody_approves_what_they_have_not_seen(house: Tx) -> None:
    one = submitted(house)
    put(house, MONDAY + timedelta(days=1), "雁溪中学")
    with pytest.raises(Refused, match="changed_meanwhile"):
        plan_approval.approve(house, actor(house, "周敏"), one.id, one.version, NOW)


def test_a_change_of_an_approved_plan_goes_to_the_approver_again(house: Tx) -> None:
    one = submitted(house)
    plan_approval.approve(house, actor(house, "周敏"), one.id, one.version, NOW)
    changed = services.add(house, actor(house, "林悦"), one.id, NewItem(MONDAY, client(house, "雁溪中学")), NOW + HOUR)
    assert changed.shown.plan.state is PlanState.SUBMITTED
    assert [each.name for each in changed.shown.approvers] == ["周敏"]


def test_a_summary_is_handed_in_though_nobody_below_the_branch_can_be_reached(house: Tx) -> None:
    lin, members = actor(house, "林悦"), staff.staff
    one = submitted(house)
    plan_approval.approve(house, actor(house, "周敏"), one.id, one.version, NOW)
    house.write(update(members).where(members.c.name == "何芳").values(role="branch_manager", group_id=None))
    staff.enrol(house, actor(house, "何芳").id, 4711, NOW)
    friday = NOW + timedelta(days=9)
    plan_summaries.rest(house, lin, one.id, "busy", friday)
    found, hearers = plan_summaries.submit(house, lin, one.id, friday)
    assert found.shown.plan.summary_at is not None and hearers == ()


def test_what_an_approved_plan_loses_again_goes_to_the_approver_too(house: Tx) -> None:
    lin, zhou = actor(house, "林悦"), actor(house, "周敏")
    this_week = put(house, THURSDAY)
    item = services.load(house, lin, plan(house, starts_on=THIS_WEEK).id).items[0]
    assert item.id == this_week
    plan_summaries.roll(house, lin, item.id, "busy", NOW)
    put(house, MONDAY, "雁溪中学")
    one = plan_approval.submit(house, lin, plan(house).id, NOW).plan
    plan_approval.approve(house, zhou, one.id, one.version, NOW)
    after = plan_summaries.unsettle(house, lin, item.id, NOW + HOUR)
    assert after.into is not None and after.into.plan.state is PlanState.SUBMITTED
    assert [each.name for each in after.into.approvers] == ["周敏"]


def test_a_plan_sent_back_says_why_and_is_handed_in_again(house: Tx) -> None:
    one = submitted(house)
    with pytest.raises(Refused, match="comment_missing"):
        plan_approval.send_back(house, actor(house, "周敏"), one.id, one.version, " ", NOW)
    back = plan_approval.send_back(house, actor(house, "周敏"), one.id, one.version, "加上二院", NOW)
    assert (back.plan.state, back.plan.comment) == (PlanState.SENT_BACK, "加上二院")
    again = plan_approval.submit(house, actor(house, "林悦"), one.id, NOW)
    assert again.plan.state is PlanState.SUBMITTED and again.plan.comment is None


def test_a_plan_after_its_deadline_is_late_and_stays_so(house: Tx) -> None:
    put(house)
    late = plan_approval.submit(house, actor(house, "林悦"), plan(house).id, NOW + timedelta(days=2))
    assert late.plan.late


def test_the_approver_edits_and_it_shows(house: Tx) -> None:
    item_id = put(house)
    one = plan_approval.submit(house, actor(house, "林悦"), plan(house).id, NOW).plan
    zhou = actor(house, "周敏")
    moved = plan_moves.move(house, zhou, item_id, MONDAY + timedelta(days=2), NOW)
    assert moved.item.edited_by == zhou.id and moved.shown.plan.state is PlanState.SUBMITTED
    approved = plan_approval.approve(house, zhou, one.id, moved.shown.plan.version, NOW)
    assert [one.id for one in approved.items if one.edited_by == zhou.id] == [item_id]


def test_a_plan_of_another_group_does_not_exist(house: Tx) -> None:
    one = submitted(house)
    for name in ("郑凯", "何芳", "吴江", "秦管理", "任质检"):
        with pytest.raises(Refused, match="not_found"):
            services.load(house, actor(house, name), one.id)


def test_an_empty_plan_is_not_handed_in(house: Tx) -> None:
    with pytest.raises(Refused, match="nothing_in_it"):
        plan_approval.submit(house, actor(house, "林悦"), plan(house).id, NOW)


def test_an_item_moved_out_of_its_week_goes_into_the_plan_of_that_week(house: Tx) -> None:
    submitted(house)
    item_id = services.load(house, actor(house, "林悦"), plan(house).id).items[0].id
    moved = plan_moves.move(house, actor(house, "林悦"), item_id, MONDAY + timedelta(days=8), NOW)
    assert moved.shown.plan.starts_on == MONDAY + timedelta(days=7)
    assert state(house, item_id) is ItemState.ROLLED


def test_a_visit_closes_the_item_of_its_week_whatever_the_day_and_undo_opens_it(house: Tx) -> None:
    lin = actor(house, "林悦")
    item_id = put(house, THURSDAY)
    other = put(house, MONDAY)
    recorded = visits.log(house, lin, VisitCommand(client(house), date(2026, 3, 17)), NOW)
    assert (state(house, item_id), state(house, other)) == (ItemState.DONE, ItemState.OPEN)
    visits.undo(house, lin, recorded.visit.id, NOW)
    assert state(house, item_id) is ItemState.OPEN
    visits.restore(house, lin, recorded.visit.id, NOW)
    assert state(house, item_id) is ItemState.DONE


def test_a_visit_moved_to_another_client_closes_what_it_fulfils_now(house: Tx) -> None:
    lin = actor(house, "林悦")
    first, second = put(house, THURSDAY), put(house, THURSDAY, "雁溪中学")
    recorded = visits.log(house, lin, VisitCommand(client(house), THIS_WEEK), NOW)
    visits.change(house, lin, recorded.visit.id, NOW, client_id=client(house, "雁溪中学"))
    assert (state(house, first), state(house, second)) == (ItemState.OPEN, ItemState.DONE)


def test_one_visit_closes_one_item_of_the_week_and_one_of_the_month(house: Tx) -> None:
    lin = actor(house, "林悦")
    week = [put(house, THURSDAY), put(house, THURSDAY + timedelta(days=1))]
    month = [put(house, THURSDAY, kind=PlanKind.MONTH), put(house, date(2026, 3, 30), kind=PlanKind.MONTH)]
    visits.log(house, lin, VisitCommand(client(house), THIS_WEEK + timedelta(days=2)), NOW)
    assert [state(house, one) for one in (*week, *month)] == ["done", "open", "done", "open"]


def test_a_care_record_closes_the_care_planned_for_its_client(house: Tx) -> None:
    lin = actor(house, "林悦")
    home = plan(house, starts_on=THIS_WEEK)
    new = NewItem(THURSDAY, client(house), Action.CARE, text="给王校长打电话")
    item_id = services.add(house, lin, home.id, new, NOW).item.id
    logged = care.log(house, lin, CareCommand(client(house), THIS_WEEK), NOW)
    assert state(house, item_id) is ItemState.DONE
    care.undo(house, lin, logged.care.id, NOW)
    assert state(house, item_id) is ItemState.OPEN


def test_a_care_record_closes_all_that_was_planned_for_the_moments_it_dealt_with(house: Tx) -> None:
    lin, home = actor(house, "林悦"), plan(house, starts_on=THIS_WEEK)
    about = {"kind": "other", "client_id": client(house), "falls_on": THURSDAY, "receiver_id": lin.id}
    moments = [nudges.add_occurrence(house, {"key": key, **about}) for key in ("a", "b")]
    values = {"client_id": client(house), "action": Action.CARE, "planned_on": THURSDAY, "origin": Origin.DRAFTED}
    items = [plans.add_item(house, home.id, {**values, "occurrence_id": each}) for each in moments]
    command = CareCommand(client(house), NOW.date(), occurrence_id=moments[0], also=(moments[1],))
    logged = care.log(house, lin, command, NOW)
    assert [state(house, each) for each in items] == [ItemState.DONE, ItemState.DONE]
    care.note_effect(house, lin, logged.care.id, Effect.PLEASED, NOW)
    assert [state(house, each) for each in items] == [ItemState.DONE, ItemState.DONE]
    care.undo(house, lin, logged.care.id, NOW)
    assert [state(house, each) for each in items] == [ItemState.OPEN, ItemState.OPEN]
    care.restore(house, lin, logged.care.id, NOW)
    assert [state(house, each) for each in items] == [ItemState.DONE, ItemState.DONE]


def test_completion_counts_what_stood_planned_and_is_done(house: Tx) -> None:
    lin = actor(house, "林悦")
    put(house, THURSDAY)
    put(house, THURSDAY, "雁溪中学")
    gone = put(house, THURSDAY, "龙岩市第二医院")
    services.cut(house, lin, gone, NOW)
    visits.log(house, lin, VisitCommand(client(house), THIS_WEEK), NOW)
    scope = digest_figures.Scope.of(actor(house, "周敏"))
    found = digest_figures.planned(house, scope, PlanKind.WEEK, THIS_WEEK, THIS_WEEK + timedelta(days=6))
    assert found == {lin.id: (2, 1)}


def test_a_crowded_day_is_named_and_not_refused(house: Tx) -> None:
    organisation.save_settings(house, Settings.model_validate({"visits_per_day": 1}))
    put(house)
    changed = services.add(house, actor(house, "林悦"), plan(house).id, NewItem(MONDAY, client(house, "雁溪中学")), NOW)
    assert changed.crowded == 2


def test_what_was_taken_out_can_be_put_back(house: Tx) -> None:
    item_id = put(house)
    lin = actor(house, "林悦")
    assert services.cut(house, lin, item_id, NOW).shown.items == ()
    assert [one.id for one in services.put_back(house, lin, item_id, NOW).shown.items] == [item_id]


def test_a_visit_of_another_group_closes_nothing_here(house: Tx) -> None:
    item_id = put(house, THURSDAY)
    he = actor(house, "何芳")
    visits.log(house, he, VisitCommand(client(house, "汀州银行"), THIS_WEEK), NOW)
    assert state(house, item_id) is ItemState.OPEN


def test_a_summary_handed_in_is_owed_again_when_something_of_its_plan_is_open_again(house: Tx) -> None:
    lin = actor(house, "林悦")
    item = put(house)
    plan_approval.submit(house, lin, plan(house).id, NOW)
    plan_summaries.drop(house, lin, item, "busy", NOW)
    found, _ = plan_summaries.submit(house, lin, plan(house).id, NOW + HOUR)
    assert found.shown.plan.summary_at is not None
    plan_summaries.unsettle(house, lin, item, NOW + HOUR)
    assert plan(house).summary_at is None


def moved_to_another_group(tx: Tx, who: str, group: str) -> None:
    members = staff.staff
    tx.write(update(members).where(members.c.name == who).values(group_id=staff.group_called(tx, group)))


def test_who_approved_a_plan_sees_no_client_in_it_that_left_their_scope(house: Tx) -> None:
    task(house)
    one = submitted(house)
    plan_approval.approve(house, actor(house, "周敏"), one.id, one.version, NOW)
    moved_to_another_group(house, "林悦", "二组")
    seen = services.load(house, actor(house, "周敏"), one.id)
    assert ([each.client for each in seen.items], seen.hidden) == ([None], 1)
    assert len(services.load(house, actor(house, "林悦"), one.id).items) == 2
    with pytest.raises(Refused, match="item_not_found"):
        hidden = next(each for each in plans.items(house, actor(house, "林悦"), one.id) if each.client)
        services.item(house, actor(house, "周敏"), hidden.id)


def task(tx: Tx) -> int:
    new = NewItem(MONDAY, None, Action.TASK, text="写月报")
    return services.add(tx, actor(tx, "林悦"), plan(tx).id, new, NOW).item.id


def test_an_approver_puts_in_no_client_that_only_the_owner_sees(house: Tx) -> None:
    """A leader's own plan, before a supervisor of another group that the leader leads as well."""
    wu, gao, leads = actor(house, "吴江"), actor(house, "高主管"), staff.staff_groups
    third = staff.group_called(house, "三组")
    house.write(delete(leads).where(leads.c.staff_id == gao.id))
    house.insert_all(leads, [{"staff_id": each, "group_id": third} for each in (wu.id, gao.id)])
    homes = clients.clients
    house.write(update(homes).where(homes.c.name == "汀州银行").values(manager_id=wu.id))
    home = plans.ensure(house, wu.id, PlanKind.MONTH, date(2026, 4, 1))
    own = NewItem(date(2026, 4, 1), client(house, "汀州银行"))
    services.add(house, actor(house, "吴江"), home.id, own, NOW)
    plan_approval.submit(house, actor(house, "吴江"), home.id, NOW)
    gao = actor(house, "高主管")
    seen = services.load(house, gao, home.id)
    assert (seen.deciding, seen.items, seen.hidden) == (True, (), 1)
    with pytest.raises(Refused, match=r"clients\.not_found"):
        services.add(house, gao, home.id, own, NOW)
