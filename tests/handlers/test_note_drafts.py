"""What a message said survives the draft row."""

import json

from hypothesis import given
from hypothesis import strategies as st

from handlers.notes.drafting import NoteDraft
from handlers.questions.asked import Asked

words = st.text(max_size=20)
ids = st.integers(1, 10**6)
days = st.dates().map(lambda day: day.isoformat())
maybe = st.none

drafts = st.builds(
    NoteDraft,
    intent=st.sampled_from(("care", "plan", "demand", "competitor", "next_step", "cancel", "note")),
    text=words,
    client_ids=st.lists(ids, max_size=3).map(tuple),
    client_choices=st.lists(ids, max_size=3).map(tuple),
    new_client=maybe() | words,
    named=maybe() | words,
    without_client=st.booleans(),
    persons=st.lists(st.tuples(words, maybe() | ids, maybe() | ids), max_size=3).map(tuple),
    person_choices=st.lists(st.lists(st.tuples(words, ids, ids), max_size=3).map(tuple), max_size=2).map(tuple),
    about_on=maybe() | days,
    clock=maybe() | st.just("10:30"),
    care_form=maybe() | st.just("call"),
    moment=maybe() | st.just("holiday:教师节"),
    sentiment=maybe() | st.just("negative"),
    steps=st.lists(st.tuples(words, maybe() | days, st.booleans(), maybe() | ids), max_size=3).map(tuple),
    competitors=st.lists(words, max_size=2).map(tuple),
    news=maybe() | words,
    message_id=maybe() | ids,
    note_id=maybe() | ids,
)


@given(drafts)
def test_a_draft_comes_back_from_its_row_as_it_was(draft: NoteDraft) -> None:
    assert NoteDraft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


@given(drafts, ids)
def test_a_draft_whose_client_is_known_names_no_person_of_another(draft: NoteDraft, client_id: int) -> None:
    settled = draft.of_client(client_id)
    assert settled.client_ids == (client_id,)
    assert all(home in (None, client_id) for _, _, home in settled.persons)
    assert all(home == client_id for options in settled.person_choices for _, _, home in options)


@given(
    st.builds(
        Asked,
        topic=words,
        client_ids=st.lists(ids, max_size=3).map(tuple),
        person_ids=st.lists(ids, max_size=3).map(tuple),
        staff_ids=st.lists(ids, max_size=3).map(tuple),
        competitors=st.lists(words, max_size=2).map(tuple),
        start=maybe() | days,
        end=maybe() | days,
        class_=maybe() | st.just("A"),
    ).filter(lambda asked: bool(asked.topic))
)
def test_a_question_comes_back_from_its_button_as_it_was(asked: Asked) -> None:
    assert Asked.from_json(json.loads(json.dumps(asked.to_json()))) == asked
