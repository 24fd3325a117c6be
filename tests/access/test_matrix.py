"""Every route × role × relation to the client: what is allowed works, what is not tells and changes nothing."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.routes import ROUTES
from domain.staff import Role
from handlers.turn import Attachment
from locales.words import words
from storage import drafts, staff
from storage.drafts import Draft
from tests.access.matrix import EVERYONE, MATRIX, OTHERS, RECORDING, SEES_VISIT, Row
from tests.access.world import Heard, World, build
from tests.survival.rig import opened

NOT_YOUR_ROLE = words("zh_Hans").plain("common.not_your_role")


@pytest.fixture(scope="module")
def house(blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Everyone and everything, built once."""
    path = tmp_path_factory.mktemp("access") / "fieldcare.db"
    path.write_bytes(blank_database.read_bytes())
    with opened(path) as tx:
        yield build(tx)


@pytest.fixture
def world(house: World) -> Iterator[World]:
    """The house as it was built, whatever a test does."""
    with house.undone():
        yield house


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    routes = Counter(route.name for route in ROUTES.table)
    rows = Counter(row.route for row in MATRIX)
    assert rows == routes, f"without a row: {routes - rows}; without a route: {rows - routes}"


def test_the_people_of_the_matrix_are_of_every_role(world: World) -> None:
    members = {member.name: member.role for member in staff.everyone(world.tx)}
    assert set(members) == EVERYONE
    assert set(members.values()) == set(Role)
    assert {members[name] for name in RECORDING} == {Role.MANAGER, Role.ASSISTANT, Role.LEADER, Role.SUPERVISOR}
    assert not {members[name] for name in OTHERS} & {members[name] for name in RECORDING}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row.route} {row.words[:12]}")
def test_it_works_for_those_it_is_for_and_for_nobody_else(world: World, row: Row) -> None:
    wrong = []
    for who in sorted(EVERYONE):
        with world.undone():
            heard = set_off(world, who, row)
            open_draft = bool(drafts.mine(world.tx, world.telegram[who], world.telegram[who]))
        if problem := judged(row, who, heard, open_draft):
            wrong.append(f"{who}: {problem}; {heard}")
    assert not wrong, "\n".join(wrong)


def judged(row: Row, who: str, heard: Heard, open_draft: bool) -> str | None:
    """What is wrong with what came of it, None where all is as it must be."""
    refused = NOT_YOUR_ROLE in heard.told
    if who not in row.may and _falls_through(row):
        return "told something of a client out of scope" if heard.secret and who not in SEES_VISIT else None
    if who not in row.may:
        if heard.secret or heard.changed:
            return "not for this role, and yet it " + ("told" if heard.secret else "changed") + " something"
        return None if refused else "not for this role, and yet it was not said so"
    if refused:
        return "refused by role"
    if not heard.texts:
        return "no answer"
    if who in row.sees:
        shown = row.sign in heard.told if row.sign else heard.secret
        worked = {"shows": shown, "changes": heard.changed, "asks": open_draft, "answers": True}[row.works]
        return None if worked else f"did not work ({row.works})"
    if row.sees and (heard.secret or (row.sign and row.sign in heard.told)):
        return "told something of a client out of scope"
    if row.sees and row.works == "changes" and heard.changed:
        return "changed something out of scope"
    return None


def _falls_through(row: Row) -> bool:
    """A file or free text that a role's route does not take goes on to the next one, which answers for itself."""
    return row.route.startswith(("file", "text", "edit", "draft"))


def set_off(world: World, who: str, row: Row) -> Heard:
    draft = resolved(world, row.draft) if row.draft else None
    if row.route.startswith("button "):
        return world.press(who, row.route.removeprefix("button "), resolved(world, row.data), draft=draft)
    more: dict[str, Any] = {}
    if row.message_id is not None:
        more |= {"message_id": row.message_id, "edited": True}
    if row.attachment is not None:
        more["attachment"] = row.attachment
    return world.say(who, row.words, draft=draft, **more)


def resolved(world: World, value: Any) -> Any:
    """A value of the matrix with "@name" made the id it stands for."""
    match value:
        case str() if value.startswith("@"):
            return world.ids[value[1:]]
        case dict():
            return {key: resolved(world, each) for key, each in value.items()}
        case list():
            return [resolved(world, each) for each in value]
        case Draft():
            return Draft(value.noun, value.step, resolved(world, value.data))
        case _:
            return value


def _commands() -> list[str]:
    return [route.command for route in ROUTES.table if route.command]


@pytest.mark.parametrize("command", [*_commands(), "nonsense"])
def test_in_a_group_chat_a_command_tells_nothing_of_clients(world: World, command: str) -> None:
    for who in sorted(EVERYONE):
        heard = world.say(who, f"/{command}", chat_id=-100_500)
        assert not heard.secret
        assert not heard.changed
        assert all(f'"chat_id": {world.telegram[who]}' not in text for text in heard.texts)


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: f"{row.route} {row.words[:12]}")
def test_strangers_and_members_who_left_get_one_polite_line_and_nothing_else(world: World, row: Row) -> None:
    from sqlalchemy import update

    world.tx.write(update(staff.staff).where(staff.staff.c.name == "林悦").values(active=False))
    said = 0
    for who in ("林悦", "路人"):
        world.telegram.setdefault("路人", 999_000_001)
        for _ in range(2):
            heard = set_off(world, who, row)
            assert not heard.secret
            assert not heard.changed
            said += "sendMessage" in heard.calls
    assert said <= 2, "a stranger is answered once a day at most"


def test_text_in_a_group_chat_is_not_even_read(world: World) -> None:
    for words_ in ("今天拜访一中王校长，聊了宽带", "一中上次什么时候去的", "你好"):
        heard = world.say("林悦", words_, chat_id=-100_500)
        assert heard.texts == []
        assert not heard.changed


def test_a_file_in_a_group_chat_is_not_read(world: World) -> None:
    sent = Attachment("document", "f", "客户.csv", 10, content="客户名称\n新校\n".encode())
    heard = world.say("周敏", "", chat_id=-100_500, attachment=sent)
    assert heard.texts == []
    assert not heard.changed
