"""Choosing a greeting: the register that suits, and none that the person had within three years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.greetings import Candidate, Register, choose, painful, register_for, subject_of
from domain.moments import Kind

SIX = [Candidate(f"text {number}", Register.WARM) for number in range(6)]


def test_six_texts_last_for_three_years_of_two_each() -> None:
    offered: dict[str, date] = {}
    for year in (2026, 2027, 2028):
        chosen = choose(SIX, offered, Register.WARM, date(year, 11, 2), 2)
        assert not set(chosen) & set(offered)
        offered |= dict.fromkeys(chosen, date(year, 11, 2))
    again = choose(SIX, offered, Register.WARM, date(2029, 11, 2), 2)
    assert {offered[text] for text in again} == {date(2026, 11, 2)}


def test_where_a_register_is_used_up_another_one_helps_out() -> None:
    other = Candidate("plain", Register.PLAIN)
    used = {each.text: date(2026, 1, 1) for each in SIX}
    assert choose([*SIX, other], used, Register.WARM, date(2026, 6, 1), 1) == ["plain"]


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 6))
def test_what_was_offered_within_three_years_comes_last(today: date, used: int) -> None:
    offered = {each.text: today for each in SIX[:used]}
    chosen = choose(SIX, offered, Register.WARM, today, 6)
    assert sorted(chosen) == sorted(each.text for each in SIX)
    assert chosen[6 - used :] == [each.text for each in SIX[:used]]


@pytest.mark.parametrize(
    ("role", "position", "register"),
    [
        ("leader", None, Register.FORMAL),
        ("contact", "校长", Register.FORMAL),
        (None, "副總經理", Register.FORMAL),
        (None, "Vice President", Register.FORMAL),
        ("contact", "办公室主任", Register.WARM),
        ("self", None, Register.WARM),
        ("influencer", "会计", Register.PLAIN),
        (None, None, Register.PLAIN),
    ],
)
def test_leaders_are_greeted_formally_and_those_one_knows_warmly(
    role: str | None, position: str | None, register: Register
) -> None:
    assert register_for(role, position) is register


def test_a_moment_leads_to_the_texts_that_are_for_it() -> None:
    assert subject_of(Kind.BIRTHDAY, None, lunar=True) == "lunar_birthday"
    assert subject_of(Kind.HOLIDAY, "中秋节") == "中秋节"
    assert subject_of(Kind.ANNIVERSARY, None, founding=True) == "founding"
    assert subject_of(Kind.ANNIVERSARY, "合作五周年") == "cooperation"
    assert subject_of(Kind.ANNIVERSARY, "专线签约纪念日") == "contract_anniversary"
    assert subject_of(Kind.EVENT, "校园展会") == "other"


def test_the_word_that_hurts_is_named() -> None:
    assert painful("祝您端午快乐", ("端午快乐",)) == "端午快乐"
    assert painful("祝您端午安康", ("端午快乐",)) is None
