"""Members: who may invite whom (R0.4)."""

from domain.staff import Role
from services import staff as members
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle


def test_a_leader_invites_the_group_and_its_assistants_and_nobody_who_leads_more(tx: Tx) -> None:
    settle(tx)
    members.add(tx, NOW, name="黄副总", role=Role.SUPERVISOR, group="一组", groups=("一组", "二组"))
    members.add(tx, NOW, name="副组长", role=Role.LEADER, group="一组")
    invited = {member.name for member in members.invitable(tx, actor(tx, "周敏"))}
    assert invited == {"林悦", "郑凯", "小孟", "副组长"}
    assert {"周敏", "吴江", "黄副总", "何芳"} <= {member.name for member in members.invitable(tx, actor(tx, "高主管"))}
