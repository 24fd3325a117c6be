"""Minutes in the words of the host: topics, and decisions with owner and due day."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.minutes import LONGEST, Line, read

MEMBERS = {1: "林悦", 2: "郑凯", 3: "欧阳建国", 4: "Kevin Huang"}
NOW = datetime(2026, 3, 23, 10, 0)
"""A Monday."""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("决定：下周前完成二院方案，林悦负责，周五前", Line("下周前完成二院方案", True, 1, date(2026, 3, 27))),
        ("林悦周三前把合同送去盖章", Line("林悦周三前把合同送去盖章", True, 1, date(2026, 3, 25))),
        ("由郑凯跟进莲山大酒店的报价，3月31日前", Line("由郑凯跟进莲山大酒店的报价", True, 2, date(2026, 3, 31))),
        ("月底前报送名单，建国负责", Line("月底前报送名单", True, 3, date(2026, 3, 31))),
        ("決定：整理客戶清單，責任人：鄭凱，下週三", Line("整理客戶清單", True, 2, date(2026, 4, 1))),
        ("决定：本月主推云专线", Line("本月主推云专线", True, None, date(2026, 3, 31))),
        ("待办：更新报价单，我来，周五", Line("更新报价单", True, 9, date(2026, 3, 27))),
        ("议题：一季度走访情况", Line("一季度走访情况")),
        ("上周走访12家，士气不错", Line("上周走访12家，士气不错")),
        ("decided: Kevin to send it by Friday", Line("Kevin to send it by Friday", True, 4, date(2026, 3, 27))),
        ("action: renew DF, owner Kevin, by 31 March", Line("renew DF", True, 4, date(2026, 3, 31))),
    ],
)
def test_a_line_is_read_with_its_owner_and_its_day(text: str, line: Line) -> None:
    found = read(text, MEMBERS | {9: "周敏"}, NOW, me=9)
    assert found == [line]


def test_several_lines_are_told_apart_by_numbers_and_stops() -> None:
    text = "1. 通报一季度任务\n2、决定：林悦周五前交方案。决定：郑凯下周三前交清单"
    found = read(text, MEMBERS, NOW)
    assert [(each.decision, each.owner_id) for each in found] == [(False, None), (True, 1), (True, 2)]


def test_a_given_name_that_two_members_share_names_nobody() -> None:
    found = read("决定：交方案，建国负责", {1: "李建国", 2: "王建国"}, NOW)
    assert found == [Line("交方案，建国负责", True)]


@given(st.text(max_size=800))
def test_any_text_is_read_in_lines_that_are_kept_short(text: str) -> None:
    for line in read(text, MEMBERS, NOW, me=1):
        assert line.text
        assert len(line.text) <= LONGEST
        assert line.decision or (line.owner_id is None and line.due_on is None)
