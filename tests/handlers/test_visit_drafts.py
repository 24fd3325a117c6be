"""A visit on its way to the records keeps everything through its draft row."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.frozen import field_names
from domain.visits import Competition, Met, NextStep, Purpose, Sentiment, Visit, VisitType
from handlers.visits.drafting import VisitDraft, of_record, told_in
from language.portfolio import Client, Person, Portfolio
from language.understanding import understand

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 18)

names = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
ids = st.integers(1, 10**9)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
minutes = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=SHANGHAI)
)

steps = st.tuples(
    names,
    st.none() | days.map(date.isoformat),
    st.booleans(),
    st.none() | ids,
    st.none() | ids,
    st.none() | minutes.map(datetime.isoformat),
)
drafts = st.builds(
    VisitDraft,
    text=names,
    client_id=st.none() | ids,
    client_choices=st.lists(st.tuples(ids, names), max_size=3).map(tuple),
    new_client=st.none() | names,
    persons=st.lists(st.tuples(names, st.none() | ids, st.none() | ids), max_size=3).map(tuple),
    person_choices=st.lists(st.lists(st.tuples(ids, ids, names), max_size=3).map(tuple), max_size=2).map(tuple),
    day=st.none() | days.map(date.isoformat),
    clock=st.none() | st.times().map(lambda at: at.isoformat("minutes")),
    length_minutes=st.none() | st.integers(1, 600),
    place=st.none() | names,
    purposes=st.lists(st.sampled_from([each.value for each in Purpose]), unique=True).map(tuple),
    content=names,
    feedback=st.none() | names,
    sentiment=st.none() | st.sampled_from([each.value for each in Sentiment]),
    companions=st.lists(ids, max_size=3).map(tuple),
    steps=st.lists(steps, max_size=3).map(tuple),
    competitors=st.lists(st.tuples(names, names), max_size=2).map(tuple),
    attachments=st.lists(
        st.tuples(names, names, names, st.floats(-90, 90), st.floats(-180, 180), names, st.none()), max_size=2
    ).map(tuple),
    message_id=st.none() | ids,
    visit_id=st.none() | ids,
    stepwise=st.booleans(),
    doubtful=st.booleans(),
    pick=st.integers(0, 5),
    tries=st.integers(0, 3),
    rest=st.lists(st.dictionaries(st.sampled_from(("text", "day", "content")), names, max_size=2), max_size=2).map(
        tuple
    ),
)


@given(drafts)
def test_a_draft_comes_back_from_its_row_just_as_it_was(draft: VisitDraft) -> None:
    assert VisitDraft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


records = st.builds(
    Visit,
    client_id=ids,
    manager_id=ids,
    logged_by=ids,
    visited_on=days,
    logged_at=minutes,
    id=ids,
    length_minutes=st.none() | st.integers(1, 600),
    place=st.none() | names,
    visit_type=st.sampled_from(VisitType),
    purposes=st.lists(st.sampled_from(Purpose), unique=True).map(tuple),
    content=names,
    feedback=st.none() | names,
    sentiment=st.none() | st.sampled_from(Sentiment),
    persons=st.lists(st.builds(Met, names, st.none() | ids), max_size=3).map(tuple),
    companions=st.lists(ids, max_size=3).map(tuple),
    next_steps=st.lists(
        st.builds(NextStep, names, st.none() | days, st.booleans(), ids, ids, st.none() | minutes), max_size=3
    ).map(tuple),
    competition=st.lists(st.builds(Competition, names, names), max_size=2).map(tuple),
)


@given(records)
def test_a_record_opened_to_be_changed_says_the_same_when_nothing_was(visit: Visit) -> None:
    command = of_record(visit, SHANGHAI).command(SHANGHAI)
    for name in field_names(command):
        if name != "attachments":
            assert getattr(command, name) == getattr(visit, name), name


CLIENTS = (
    Client(1, "龙岩一中", ("一中",), "A", "教育"),
    Client(2, "雁溪中学", ("雁中",), "B", "教育"),
    Client(3, "汀州银行", ("汀州行",), "A", "银行"),
)
PERSONS = (
    Person(11, 1, "王建斌", "male", "校长"),
    Person(12, 2, "王淑惠", "female", "校长"),
    Person(13, 3, "邱文胜", "male", "行长"),
)
NAMES = Portfolio(CLIENTS, PERSONS, (), "移动", "林悦")


def told(text: str) -> list[VisitDraft]:
    return told_in(understand(text, NAMES, datetime(2026, 3, 18, 18, 20)), TODAY)


def test_a_message_about_two_clients_tells_two_visits_each_with_its_own_people() -> None:
    first, second = told("一中王校长和雁中王校长今天在教育局开会碰到了，都说下学期再谈")
    assert {first.client_id, second.client_id} == {1, 2}
    by_client = {part.client_id: part for part in (first, second)}
    assert [name for name, _, _ in by_client[1].persons] == ["王建斌"]
    assert [name for name, _, _ in by_client[2].persons] == ["王淑惠"]


def test_where_one_only_goes_later_no_visit_is_told_and_the_next_step_stays() -> None:
    (draft,) = told("昨天去了一中见王校长，明天去雁中给王校长送方案")
    assert draft.client_id == 1 and draft.day == "2026-03-17"
    assert [(name, client) for name, _, client in draft.persons] == [("王建斌", 1)]
    assert [due for _, due, *_ in draft.steps] == ["2026-03-19"]


def test_choosing_the_client_settles_which_person_was_meant() -> None:
    (draft,) = told("今天拜访了王校长，聊了续约")
    assert draft.client_id is None
    assert {id_ for id_, _ in draft.client_choices} == {1, 2}
    settled = draft.at_client(2)
    assert settled.persons == (("王淑惠", 12, 2),)
    assert settled.person_choices == ()


def test_choosing_the_person_settles_the_client() -> None:
    (draft,) = told("今天拜访了王校长，聊了续约")
    settled = draft.with_person((11, 1, "王建斌 · 校长"))
    assert settled.client_id == 1
    assert settled.persons == (("王建斌", 11, 1),)


def test_a_visit_without_a_day_was_today() -> None:
    (draft,) = told("拜访汀州银行邱行长，谈专线")
    assert draft.day == TODAY.isoformat()
    assert draft.at_client(3).command(SHANGHAI).visited_on == TODAY


def test_a_visit_told_as_yesterday_is_on_that_day() -> None:
    (draft,) = told("昨天下午三点拜访汀州银行邱行长，谈专线")
    assert draft.day == (TODAY - timedelta(days=1)).isoformat()
    assert draft.clock == "15:00"
