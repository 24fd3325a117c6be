"""What a correction of the last record says."""

import pytest

from language.reading import Correction
from tests.language.reading_messages import read


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("刚才那条的日期写错了", "date"),
        ("刚才那条时间不对", "time"),
        ("今天那条时间记错了", "time"),
        ("刚才记的客户错了", "client"),
        ("二院那条的日期错了", "date"),
        ("客户记错了", "client"),
    ],
)
def test_a_field_only_said_to_be_wrong_neither_takes_the_record_back_nor_fills_the_field(text: str, field: str) -> None:
    assert read(text).correction == Correction(field=field)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["刚才那条错了，删掉", "刚才那条记错了客户，撤销吧", "撤销二院那条"])
def test_words_that_take_a_record_back_do_so(text: str) -> None:
    assert read(text).correction == Correction(undo=True)


@pytest.mark.parametrize("text", ["发票日期错了，一中要求重开", "合同的时间改成三年了，一中同意"])
def test_what_is_wrong_with_the_clients_papers_is_no_correction(text: str) -> None:
    assert read(text).correction is None


def test_somebody_who_may_be_several_is_a_person_and_no_client() -> None:
    assert read("不是，是李主任").correction == Correction(field="person", becomes="李主任")
    assert read("不是王校长，是李主任").correction == Correction(field="person", was="王校长", becomes="李主任")
