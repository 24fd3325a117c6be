"""What leaders are told of a team's chat."""

from handlers.teams import chat
from services.team_chats import Lost
from storage import staff
from storage.team_chats import TeamChat
from storage.tx import Tx
from tests.e2e.house import actor, settle
from tests.services.clockwork import at


def test_a_chat_lost_at_night_is_told_of_in_the_morning(tx: Tx) -> None:
    settle(tx)
    staff.enrol(tx, actor(tx, "周敏").id, 77, at("01-05 12:00"))
    zhou = actor(tx, "周敏").staff
    (message,) = chat.told(tx, Lost(TeamChat(zhou.groups[0], -5), "一组", (zhou,)), at("03-18 23:00"))
    assert message.held and "一组" in message.text
