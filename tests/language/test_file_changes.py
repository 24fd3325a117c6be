"""What a message changes in the file of a person."""

import pytest

from tests.language.reading_messages import read


@pytest.mark.parametrize(
    ("text", "field", "written"),
    [
        ("把王淑惠的生日改成4月10号", "birthday", "4月10号"),
        ("邓局生日改为农历十月初一", "birthday", "农历十月初一"),
        ("詹主任职务改成党政办副书记", "position", "党政办副书记"),
        ("李国华的电话更新为 0597-2233445", "phone", "0597-2233445"),
        ("余主任换手机号了，新号是13955556666", "phone", "13955556666"),
        ("詹主任的手机号是13955556666", "phone", "13955556666"),
        ("Kevin's phone number is 13911112222", "phone", "13911112222"),
        ("change Kevin's birthday to March 3", "birthday", "March 3"),
        ("Kevin's new phone number is 13911112222", "phone", "13911112222"),
    ],
)
def test_a_field_and_what_it_is_to_become_are_read(text: str, field: str, written: str) -> None:
    found = read(text)
    assert found.intent.value == "cancel" and found.correction is None
    assert found.file_change is not None
    assert (found.file_change.field, found.file_change.written) == (field, written)


@pytest.mark.parametrize(
    "text",
    ["今天拜访了余主任，她手机换成13955556666了", "把刚才那条的日期改成前天", "王建斌的电话", "明天改成去一中"],
)
def test_a_visit_a_correction_and_a_question_change_no_file(text: str) -> None:
    assert read(text).file_change is None
