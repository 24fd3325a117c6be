"""Genuine buttons in the wrong hands, the wrong chat, too late, twice, or after rights changed; and made-up ones.

10,000 presses, none accepted. The buttons are those of the matrix and all that real conversations put on the screen.
"""

import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update

from bot.dispatch import BUTTONS_LIVE
from locales.words import LANGUAGES, words
from services import clients as client_files
from storage import buttons, staff
from tests.access.matrix import EVERYONE, MATRIX, SCOPE, Row
from tests.access.test_matrix import resolved
from tests.access.world import NOW, OWNER, Heard, World, build
from tests.e2e.house import actor
from tests.survival.rig import opened

PRESSES = int(os.environ.get("SURVIVAL_PRESSES", "10000"))
BUTTONS = [row for row in MATRIX if row.route.startswith("button ")]
OBJECTS = [row for row in BUTTONS if row.sees and row.sees <= SCOPE and OWNER in row.sees and row.works != "asks"]
"""What is done to the client and its records: not to be done any more by who has lost them."""
ONES_OWN = (
    *("button aliases.", "button gifts.", "button greetings.", "button clients.create", "button clients.list"),
    *("button stand_ups.", "button minutes.", "button action_items.", "button absences.", "button calendar.ics"),
    *(f"button plans.{act}" for act in ("redraft", "submit", "take_back", "done", "reopen", "summary_submit")),
)
"""What is not of the client: names one taught, gifts one has to account for, greetings of the team, new clients, plans
as a whole and what stands in them without a client, the meetings of the team with what was decided there, days one is
away."""
REFUSALS = {
    words(language).plain(f"common.{key}")
    for key in ("button_gone", "button_not_yours", "button_used")
    for language in LANGUAGES
}
STRANGER, GROUP = 999_000_001, -100_500


@pytest.fixture
def world(blank_database: Path, tmp_path: Path) -> Iterator[World]:
    """A house of one's own: here things do happen."""
    path = tmp_path / "fieldcare.db"
    path.write_bytes(blank_database.read_bytes())
    with opened(path) as tx:
        yield build(tx)


def refused(heard: Heard) -> bool:
    """Whether a press was answered by a short word, with nothing told and nothing changed."""
    return heard.calls == ["answerCallbackQuery"] and not heard.secret and not heard.changed


def on_screen(world: World) -> dict[str, int]:
    """Every token there is, and whose chat it stands in: of the matrix's rows, and of conversations that were had."""
    for row in BUTTONS:
        who = OWNER if OWNER in row.may else "周敏"
        draft = resolved(world, row.draft) if row.draft else None
        world.button(who, row.route.removeprefix("button "), resolved(world, row.data), draft=draft)
    for said in (
        "/today",
        "/visits",
        "/clients",
        "/clients 一中",
        "/visit",
        "/settings",
        "一中",
        "/care",
        "今天拜访一中王校长",
    ):
        world.say(OWNER, said)
    world.say("周敏", "/invite")
    found = {}
    for row in world.tx.rows(
        text("SELECT card, chat_id, json_array_length(actions) AS n FROM buttons WHERE used_at IS NULL")
    ):
        found |= {buttons.token(row.card, place): row.chat_id for place in range(row.n)}
    return found


def made_up(genuine: str, dice: random.Random) -> str:
    """Something like a token, or nothing like one."""
    card, _, place = genuine.rpartition(".")
    at = dice.randrange(len(card))
    return dice.choice(
        [
            f"{card[:at]}{'A' if card[at] != 'A' else 'B'}{card[at + 1 :]}.{place}",
            *(
                f"{card}.{int(place) + 40}",
                f"{card}.-1",
                f"{card}.",
                card,
                f"{card}.x",
                f"{card}.{'9' * 40}",
                f".{place}",
            ),
            *(f"{card}.٣", f"{card}.0x0", f"{card} .{place}", f"{card}.{place}.{place}", f"{card.swapcase()}.{place}"),
            *("", " ", "' OR 1=1 --", "%", "_" * 16, "\x00", "visits.undo", '{"visit": 1}', "🙂" * 16, "0" * 64),
            f"{secrets.token_urlsafe(12)}.0",
        ]
    )


def test_ten_thousand_presses_that_must_not_work_do_not(world: World) -> None:
    tokens = sorted(on_screen(world).items())
    dice = random.Random(7)
    late = NOW + BUTTONS_LIVE
    others = sorted(EVERYONE)
    accepted: list[str] = []
    tried: Counter[str] = Counter()
    ways = ("another person", "another chat", "stranger", "group chat", "too late", "made up")
    before = world.fingerprint()
    for number in range(PRESSES):
        token, owner = dice.choice(tokens)
        way = ways[number % len(ways)]
        thief = dice.choice([world.telegram[name] for name in others if world.telegram[name] != owner])
        match way:
            case (
                "another person"
            ):  # in their own chat, with the token copied; and in the owner's chat, as no app lets them
                heard = world.press_token(thief, token, chat_id=dice.choice([thief, owner]), look=False)
            case "another chat":
                heard = world.press_token(owner, token, chat_id=thief, look=False)
            case "stranger":
                heard = world.press_token(STRANGER, token, chat_id=dice.choice([STRANGER, owner]), look=False)
            case "group chat":
                heard = world.press_token(dice.choice([owner, thief]), token, chat_id=GROUP, look=False)
            case "too late":
                heard = world.press_token(owner, token, now=late + timedelta(seconds=dice.randrange(10**6)), look=False)
            case _:
                heard = world.press_token(owner, made_up(token, dice), look=False)
        tried[way] += 1
        if not refused(heard):
            accepted.append(f"{way}: {token} {heard}")
    assert not accepted, f"{len(accepted)} of {PRESSES}: {accepted[:5]}"
    assert world.fingerprint() == before
    assert sum(tried.values()) == PRESSES
    assert min(tried.values()) >= PRESSES // len(ways)


@pytest.mark.parametrize("row", BUTTONS, ids=lambda row: row.route)
def test_a_button_that_replaced_its_card_works_once(world: World, row: Row) -> None:
    who = OWNER if OWNER in row.may else "周敏"
    draft = resolved(world, row.draft) if row.draft else None
    token = world.button(who, row.route.removeprefix("button "), resolved(world, row.data), draft=draft)
    first = world.press_token(world.telegram[who], token)
    if "editMessageText" not in first.calls:
        return  # an answer beside the card leaves the card alive
    for _ in range(3):
        again = world.press_token(world.telegram[who], token)
        assert refused(again)
        assert any(word in again.told for word in REFUSALS)


def _moved(world: World) -> None:
    """The client goes to a manager of the other group."""
    client_files.assign(world.tx, actor(world.tx, "高主管"), world.ids["client"], world.ids["foreign_manager"], NOW)


def _demoted(world: World) -> None:
    world.tx.write(update(staff.staff).where(staff.staff.c.name == OWNER).values(role="inspector"))


def _left(world: World) -> None:
    world.tx.write(update(staff.staff).where(staff.staff.c.name == OWNER).values(active=False))


@pytest.mark.parametrize("change", [_moved, _demoted, _left], ids=["client moved", "role changed", "left"])
def test_what_was_on_the_screen_does_nothing_once_the_right_to_it_is_gone(world: World, change: Any) -> None:
    user = world.telegram[OWNER]
    put_up = []
    for row in OBJECTS:
        draft = resolved(world, row.draft) if row.draft else None
        put_up.append(
            (row, world.button(OWNER, row.route.removeprefix("button "), resolved(world, row.data), draft=draft))
        )
    change(world)
    wrong = []
    for row, token in put_up:
        with world.undone():
            heard = world.press_token(user, token)
        if change is _moved and row.route.startswith(ONES_OWN):
            continue
        if heard.changed or heard.secret:
            wrong.append(f"{row.route}: {heard}")
    assert not wrong, "\n".join(wrong)


def test_a_keyboard_put_up_for_all_of_a_chat_is_not_for_strangers(world: World) -> None:
    card = buttons.new_card()
    ends = NOW + BUTTONS_LIVE
    action = ("visits.show", {"visit": world.ids["visit"]})
    buttons.put(world.tx, card, [action], user_id=None, chat_id=GROUP, expires_at=ends)
    heard = world.press_token(STRANGER, buttons.token(card, 0), chat_id=GROUP)
    assert refused(heard)
