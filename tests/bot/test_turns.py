"""What comes over the wire, read into turns."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.turns import turn_of

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "family", "name"),
    [("建斌", "王", "王建斌"), ("Kevin", "Huang", "Kevin Huang"), ("王校长", None, "王校长"), ("Kevin", None, "Kevin")],
)
def test_a_shared_contact_is_named_as_its_language_names_people(given: str, family: str | None, name: str) -> None:
    user = {"id": 5, "is_bot": False, "first_name": "林悦"}
    contact = {"phone_number": "13900000101", "first_name": given, **({"last_name": family} if family else {})}
    message = {"message_id": 1, "date": 1_773_829_200, "chat": {"id": 5, "type": "private"}, "from": user}
    turn = turn_of({"update_id": 1, "message": {**message, "contact": contact}}, NOW)
    assert turn is not None and turn.attachment is not None
    assert turn.attachment.name == name


@pytest.mark.parametrize(
    ("content", "under"),
    [
        ({"text": "好"}, "text"),
        ({"photo": [{"file_id": "p"}], "caption": "好"}, "caption"),
        ({"document": {"file_id": "d"}}, "caption"),
        ({"location": {"latitude": 25.1, "longitude": 117.0}}, "nothing"),
    ],
)
def test_a_press_says_what_the_message_under_it_shows(content: dict[str, Any], under: str) -> None:
    message = {"message_id": 1, "date": 1_773_829_200, "chat": {"id": 5, "type": "private"}, **content}
    query = {"id": "1", "from": {"id": 5, "is_bot": False, "first_name": "林悦"}, "message": message, "data": "x.0"}
    turn = turn_of({"update_id": 1, "callback_query": query}, NOW)
    assert turn is not None and turn.press is not None
    assert turn.press.under == under
