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


@pytest.mark.parametrize(
    ("text", "field", "written"),
    [
        ("一中王校长喜欢喝武夷岩茶", "preferences", "喜欢喝武夷岩茶"),
        ("戴总对海鲜过敏", "preferences", "对海鲜过敏"),
        ("紫岭丘总平时爱打羽毛球", "hobbies", "打羽毛球"),
        ("Principal Wang of No.1 Middle School likes green tea", "preferences", "likes green tea"),
    ],
)
def test_what_somebody_likes_is_added_to_the_file(text: str, field: str, written: str) -> None:
    change = read(text).file_change
    assert change is not None and change.adds
    assert (change.field, change.written) == (field, written)


@pytest.mark.parametrize(
    "text",
    [
        "一中王校长很喜欢我们的方案",
        "一中王校长喜欢什么",
        "昨天见了戴总，他喜欢钓鱼",
        "紫岭丘总爱打听价格",
        "明天去一中的会议地址改为新校区三楼",
        "周五去一中的拜访，地址改为新校区",
    ],
)
def test_what_is_liked_in_business_asked_or_told_of_a_visit_is_no_change_of_the_file(text: str) -> None:
    assert read(text).file_change is None


@pytest.mark.parametrize(
    ("text", "field", "written"),
    [
        ("一中的电话改成0597-2345678", "phone", "0597-2345678"),
        ("一中地址改为龙岩市新罗区登高西路88号", "address", "龙岩市新罗区登高西路88号"),
        ("二院传真号码换成0597-2233446", "fax", "0597-2233446"),
        ("紫岭的法人改成丘振东", "legal_representative", "丘振东"),
    ],
)
def test_a_field_of_the_clients_own_is_read_as_the_clients(text: str, field: str, written: str) -> None:
    change = read(text).file_change
    assert change is not None and change.of == "client"
    assert (change.field, change.written) == (field, written)
