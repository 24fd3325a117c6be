"""Notes: kept, changed, taken back and brought back with all their parts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import Refused
from domain.visits import Competition, Met, NextStep
from services import next_steps, notes
from services.notes import NoteCommand, Noted
from storage import next_steps as steps
from storage import questions
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle
from tests.services.test_aliases import client, person


@pytest.fixture
def house(tx: Tx) -> Tx:
    """The sample organisation."""
    settle(tx)
    return tx


def kept(tx: Tx, who: str = "林悦", home: str = "龙岩一中") -> Noted:
    """A note with every part."""
    command = NoteCommand(
        intent="competitor",
        text="电信报3万8，周五前答复",
        client_id=client(tx, home),
        about_on=date(2026, 3, 18),
        persons=(Met("王建斌", person(tx, "龙岩一中", "王建斌")), Met("李工")),
        next_steps=(NextStep("答复", date(2026, 3, 20), promised=True), NextStep("出方案")),
        competition=(Competition("电信", "报3万8"),),
    )
    return notes.keep(tx, actor(tx, who), command, NOW, chat_id=1, message_id=2)


def test_undo_and_restore_keep_everything_even_what_was_done(house: Tx) -> None:
    lin = actor(house, "林悦")
    noted = kept(house)
    done = noted.note.next_steps[0].id
    assert done is not None
    next_steps.finish(house, lin, done, NOW)
    before = notes.load(house, lin, noted.note.id).note

    notes.undo(house, lin, noted.note.id, NOW)
    assert steps.open_ones(house, lin) == ([], 0)
    assert questions.news(house, lin, None, None) == ([], 0)
    with pytest.raises(Refused, match=r"notes\.not_found"):
        notes.undo(house, lin, noted.note.id, NOW)

    after = notes.restore(house, lin, noted.note.id, NOW).note
    assert [(step.text, step.due_on, step.promised, step.done_at) for step in after.next_steps] == [
        (step.text, step.due_on, step.promised, step.done_at) for step in before.next_steps
    ]
    assert (after.persons, after.competition, after.text) == (before.persons, before.competition, before.text)


def test_a_note_that_moves_takes_its_steps_and_news_along_and_leaves_the_persons_of_the_old_client(house: Tx) -> None:
    lin = actor(house, "林悦")
    hospital = client(house, "龙岩市第二医院")
    moved = notes.set_client(house, lin, kept(house).note.id, hospital, NOW)
    assert moved.note.persons == (Met("李工"),)
    assert {step.client_id for step in steps.open_ones(house, lin)[0]} == {hospital}
    assert {each.client_id for each in questions.news(house, lin, None, None)[0]} == {hospital}


def test_the_leaders_of_the_clients_group_are_to_hear_of_a_competitor(house: Tx) -> None:
    assert [leader.name for leader in kept(house).hearers] == ["周敏"]
    assert kept(house, "周敏").hearers == ()


def test_nobody_notes_on_a_client_out_of_scope_or_moves_a_note_there(house: Tx) -> None:
    with pytest.raises(Refused, match=r"clients\.not_found"):
        kept(house, "郑凯")
    with pytest.raises(Refused, match=r"clients\.not_found"):
        notes.set_client(house, actor(house, "林悦"), kept(house).note.id, client(house, "汀州银行"), NOW)


@pytest.mark.parametrize(("who", "key"), [("郑凯", "notes.not_found"), ("周敏", "notes.not_yours")])
def test_only_the_writer_takes_a_note_back(house: Tx, who: str, key: str) -> None:
    noted = kept(house)
    with pytest.raises(Refused, match=key):
        notes.undo(house, actor(house, who), noted.note.id, NOW)


def test_an_assistant_and_the_manager_change_each_others_notes(house: Tx) -> None:
    lin, meng = actor(house, "林悦"), actor(house, "小孟")
    by_manager, by_assistant = kept(house).note, kept(house, "小孟").note
    for who, note in ((meng, by_manager), (lin, by_assistant)):
        assert notes.may_change(house, who, note)
        assert notes.change(house, who, replace(note, text="改过"), NOW).note.text == "改过"
        notes.undo(house, who, note.id, NOW)
        assert notes.restore(house, who, note.id, NOW).note.staff_id == note.staff_id
    assert not notes.may_change(house, actor(house, "郑凯"), by_assistant)


def test_next_steps_are_closed_by_their_owner_and_the_owners_assistant_only(house: Tx) -> None:
    first, second = (step.id for step in kept(house).note.next_steps)
    assert first is not None and second is not None
    next_steps.finish(house, actor(house, "小孟"), first, NOW)
    next_steps.put_off(house, actor(house, "林悦"), second, date(2026, 4, 1), NOW + timedelta(days=1))
    for who, key in (("郑凯", "notes.step_not_found"), ("周敏", "notes.step_not_yours")):
        with pytest.raises(Refused, match=key):
            next_steps.reopen(house, actor(house, who), first, NOW)
    reopened = next_steps.reopen(house, actor(house, "林悦"), first, NOW)
    assert reopened.done_at is None


def test_an_assistants_next_step_belongs_to_the_manager(house: Tx) -> None:
    owners = {step.owner_id for step in kept(house, "小孟").note.next_steps}
    assert owners == {actor(house, "林悦").id}
