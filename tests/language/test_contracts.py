"""Contracts told in words: what they are about, and until when (R1.5)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language import contracts

NOW = datetime(2026, 3, 18, 18, 20)
END = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("text", "subject", "start", "end"),
    [
        ("专线合同到2027年3月31日到期", "专线", None, END),
        ("專線合約到2027年3月31日到期", "專線", None, END),
        ("云主机合同2026年4月1日到2027年3月31日", "云主机", date(2026, 4, 1), END),
        ("他们现在的宽带合同明年3月31日到期", "宽带", None, END),
        ("王校长说宽带合同续到2027年3月", "宽带", None, END),
        ("合同月底到期，要抓紧", "", None, date(2026, 3, 31)),
        ("their leased line contract ends on 31 March 2027", "leased line", None, END),
        ("the contract for the leased line expires on 31 March 2027", "leased line", None, END),
        ("今天聊了续约，专线合同有效期至2027-03-31", "专线", None, END),
    ],
)
def test_a_contract_is_read_with_its_subject_and_its_days(
    text: str, subject: str, start: date | None, end: date
) -> None:
    told = contracts.told(text, NOW)
    assert told is not None
    assert (told.subject, told.starts_on, told.ends_on) == (subject, start, end)


def test_the_name_of_the_client_is_no_part_of_the_subject() -> None:
    told = contracts.told("一中的专线合同到2027年3月31日到期", NOW, [(0, 2)])
    assert told is not None and told.subject == "专线"


@pytest.mark.parametrize(
    "text",
    [
        "下周三去一中谈合同续签",
        "一中合同快到期了，下周去谈",
        "周五合同到期前去一中",
        "一中合同什么时候到期",
        "昨天签了合同",
        "合同明天送过去",
        "下周三聊合同，3月31日前给方案",
        "合同还没签",
    ],
)
def test_what_is_planned_or_asked_about_a_contract_is_no_contract(text: str) -> None:
    assert contracts.told(text, NOW) is None


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("专线，2026年4月1日到2027年3月31日", ("专线", date(2026, 4, 1), END)),
        ("互联网专线合同，到2027年3月", ("互联网专线", None, END)),
        ("leased line, 1 April 2026 to 31 March 2027", ("leased line", date(2026, 4, 1), END)),
        ("宽带", ("宽带", None, None)),
        ("2027年3月31日", ("", None, END)),
    ],
)
def test_a_line_known_to_be_of_a_contract_needs_no_word_for_it(line: str, read: object) -> None:
    assert contracts.line(line, NOW) == read


@given(st.text(alphabet="一中的专线合同约到期至2027年3月31日,，。 endscontract", max_size=60))
def test_whatever_is_said_nothing_breaks_and_what_is_read_lies_in_the_text(text: str) -> None:
    told = contracts.told(text, NOW)
    if told is not None:
        assert 0 <= told.begin < told.finish <= len(text)
        assert told.subject in text
    contracts.line(text, NOW)
