"""Everyone who could want to look, one client with all that belongs to it, and ways to speak and press.

What belongs to the client carries words that stand nowhere else: who is told one of them has seen it.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot import dispatch
from bot.routes import ROUTES
from domain.greetings import Register
from domain.meetings import Away, Did, Line, State, Step
from domain.meetings import Kind as MeetingKind
from domain.moments import Kind, Once
from domain.plans import Action, PlanKind
from domain.staff import Role
from domain.visits import Attached, Competition, Met, NextStep
from handlers.turn import Attachment, Press, Turn
from services import (
    absences,
    aliases,
    care,
    clients,
    contracts,
    duplicates,
    gifts,
    greetings,
    minutes,
    moments,
    notes,
    occurrences,
    persons,
    plan_approval,
    plan_summaries,
    plans,
    referrals,
    team_chats,
    visits,
)
from services import action_items as todo
from services import staff as members
from services.care import CareCommand
from services.contracts import NewContract
from services.minutes import Decision
from services.moments import NewMoment
from services.notes import NoteCommand
from services.plans import NewItem
from services.sheets import columns
from services.sheets.files import rows
from services.visits import VisitCommand
from storage import action_items, buttons, drafts, imports, inbox, meetings, nudges, staff, team_settings
from storage import plans as plan_rows
from storage.drafts import Draft
from storage.meetings import Answer
from storage.team_chats import TeamChat
from storage.tx import Tx
from tests.e2e.house import actor, settle

NOW = datetime(2026, 3, 18, 10, 20, tzinfo=UTC)

MORE_STAFF: tuple[tuple[str, Role, dict[str, Any]], ...] = (
    ("小陈", Role.ASSISTANT, {"group": "二组", "assists": ("何芳",)}),
    ("罗主管", Role.SUPERVISOR, {"groups": ("二组",)}),
    ("叶行业", Role.INDUSTRY_MANAGER, {}),
    ("冯产品", Role.PRODUCT_MANAGER, {}),
    ("邓产品", Role.PRODUCT_MANAGER, {}),
    ("孙经理", Role.BRANCH_MANAGER, {}),
    ("唐副总", Role.DEPUTY_DIRECTOR, {}),
    ("韩总监", Role.DIRECTOR, {}),
)

OWNER = "林悦"
COMPANION = "冯产品"
"""Went along on the visit, and sees that visit alone."""

SECRETS = ("龙岩一中", "王建斌", "13900000101", "陈丽娟", "密语")
"""Full names, a phone, and a mark in all that was written about the client; nobody types them here."""

HOUSEKEEPING = ("inbox", "outbox", "buttons", "drafts", "dead_letters", "strangers", "audit", "alembic_version")
"""Tables that say nothing about clients and records: a refused try may leave traces there."""


@dataclass
class Heard:
    """What came of one turn."""

    texts: list[str]
    calls: list[str]
    changed: bool

    @property
    def told(self) -> str:
        """All that was said, to whomever."""
        return "\n".join(self.texts)

    @property
    def secret(self) -> bool:
        """Whether something of the client was told."""
        return any(secret in self.told for secret in SECRETS)


@dataclass
class World:
    """The organisation in an open transaction; `ids` are those of the client's things by name."""

    tx: Tx
    ids: dict[str, Any] = field(default_factory=dict)
    telegram: dict[str, int] = field(default_factory=dict)
    turns: int = 0
    _updates: int = 1000

    def undone(self) -> AbstractContextManager[None]:
        """What happens within is taken back at the end.

        The revision of names is one that never was: what is kept in memory by it must not outlive what is taken back.
        """
        return _undone(self)

    def press(
        self,
        who: str,
        action: str,
        data: dict[str, Any] | None = None,
        *,
        draft: Draft | None = None,
        chat_id: int | None = None,
    ) -> Heard:
        """A genuine button that was put up for this person, pressed by them."""
        token = self.button(who, action, data, draft=draft)
        return self.press_token(self.telegram[who], token, chat_id=chat_id)

    def button(self, who: str, action: str, data: dict[str, Any] | None = None, *, draft: Draft | None = None) -> str:
        """A button in this person's own chat, and its token."""
        user = self.telegram[who]
        carried = dict(data or {})
        if draft is not None:
            carried["draft"] = drafts.save(self.tx, user, user, draft, NOW)
        card, ends = buttons.new_card(), NOW + dispatch.BUTTONS_LIVE
        buttons.put(self.tx, card, [(action, carried)], user_id=user, chat_id=user, expires_at=ends)
        return buttons.token(card, 0)

    def press_token(
        self, user_id: int, token: str, *, chat_id: int | None = None, now: datetime = NOW, look: bool = True
    ) -> Heard:
        """Somebody presses whatever token; without `look` it is not seen whether the records changed."""
        press = Press(token, 50, "q")
        return self.hear(self._turn(user_id, chat_id, press=press, message_id=50), now, look=look)

    def say(self, who: str, words: str, *, draft: Draft | None = None, **more: Any) -> Heard:
        """Somebody types (or sends an attachment), in a conversation if need be."""
        user = self.telegram[who]
        if draft is not None:
            drafts.save(self.tx, user, user, draft, NOW)
        return self.hear(self._turn(user, more.pop("chat_id", None), text=words, **more))

    def _turn(self, user_id: int, chat_id: int | None, **more: Any) -> Turn:
        self._updates += 1
        more.setdefault("message_id", self._updates)
        chat = user_id if chat_id is None else chat_id
        return Turn(self._updates, NOW, chat, chat > 0, user_id, "x", "zh-hans", **more)

    def hear(self, turn: Turn, now: datetime = NOW, *, look: bool = True) -> Heard:
        """Serve one turn as the bot does, and see what came of it."""
        before = self.fingerprint() if look else ""
        inbox.accept(self.tx, [(turn.update_id, turn.chat_id, "{}")], now)
        rows = dispatch.serve(self.tx, ROUTES, turn, now)
        texts = [
            f"{json.dumps(row['body'], ensure_ascii=False)}{(row['file'] or b'').decode('utf-8', 'replace')}"
            for row in rows
        ]
        return Heard(texts, [row["method"] for row in rows], look and self.fingerprint() != before)

    def fingerprint(self) -> str:
        """Changes with everything that stands in the records."""
        names = [row[0] for row in self.tx.rows(text("SELECT name FROM sqlite_master WHERE type = 'table'"))]
        digest = hashlib.blake2b()
        for name in sorted(set(names) - set(HOUSEKEEPING)):
            if not name.startswith("sqlite_"):
                digest.update(repr([tuple(row) for row in self.tx.rows(text(f'SELECT * FROM "{name}"'))]).encode())
        return digest.hexdigest()


@contextmanager
def _undone(world: World) -> Iterator[None]:
    world.tx.command("SAVEPOINT turn")
    world.turns += 1
    world.tx.rows(text(f"UPDATE organisation SET revision = {1000 * world.turns} RETURNING revision"))
    try:
        yield
    finally:
        world.tx.command("ROLLBACK TO turn")
        world.tx.command("RELEASE turn")


def build(tx: Tx) -> World:
    """The world, with everyone enrolled."""
    settle(tx)
    for name, role, about in MORE_STAFF:
        members.add(tx, NOW, name=name, role=role, **about)
    world = World(tx)
    for place, member in enumerate(staff.everyone(tx)):
        world.telegram[member.name] = 600_000_001 + place
        staff.enrol(tx, member.id, 600_000_001 + place, NOW - timedelta(days=90))
    _fill(world)
    return world


def _fill(world: World) -> None:
    """What belongs to the client 龙岩一中 of 林悦, and what is done and undone around it."""
    tx, lin, zhou = world.tx, actor(world.tx, OWNER), actor(world.tx, "周敏")
    client = next(each for each in clients_of(tx) if each.name == "龙岩一中")
    spare = next(each for each in clients_of(tx) if each.name == "雁溪中学")
    met, second = persons.of_client(tx, lin, client.id)
    along = actor(tx, COMPANION).id
    today = NOW.date()
    command = VisitCommand(
        client.id,
        today,
        content="密语之走访",
        persons=(Met(met.name, met.id), Met("密语生人")),
        companions=(along,),
        next_steps=(NextStep("密语之后续", today),),
        competition=(Competition("电信", "密语之竞争"),),
        attachments=(Attached("document", "file-1", "密语.pdf"),),
    )
    chat = world.telegram[OWNER]
    visit = visits.log(tx, lin, command, NOW, chat_id=chat, message_id=41).visit
    visit = visits.load(tx, lin, visit.id).visit
    other = visits.log(tx, lin, replace(command, content="密语之二"), NOW).visit
    undone = visits.log(tx, lin, replace(command, content="密语之三", visited_on=today - timedelta(days=2)), NOW).visit
    visits.undo(tx, lin, undone.id, NOW)
    steps = (NextStep("密语之记事后续", today),)
    told = NoteCommand("care", "密语之关怀", client.id, today, persons=(Met(met.name, met.id),), next_steps=steps)
    note = notes.keep(tx, lin, told, NOW, chat_id=chat, message_id=42).note
    gone_note = notes.keep(tx, lin, replace(told, text="密语之撤回"), NOW).note
    notes.undo(tx, lin, gone_note.id, NOW)
    undated = notes.keep(tx, lin, NoteCommand("plan", "密语之打算", client.id), NOW).note
    world.ids["undated_note"] = undated.id
    gone_person = persons.add(tx, lin, client.id, "密语故人", NOW)
    persons.remove(tx, lin, gone_person.id, NOW)
    clients.add_alias(tx, lin, client.id, "密语校", NOW)
    clients.change(tx, lin, client.id, {"id_number": "密语8888"}, NOW)
    persons.add_nickname(tx, lin, met.id, "密语校长", NOW)
    twin = persons.add(tx, lin, client.id, "密语双胞", NOW)
    merged = persons.add(tx, lin, client.id, "密语并入", NOW)
    merge = duplicates.merge(tx, lin, "persons", met.id, merged.id, NOW)
    occurrence = {"key": "birthday:2", "kind": "birthday", "falls_on": today + timedelta(days=3), "receiver_id": lin.id}
    occurrence_id = nudges.add_occurrence(tx, {**occurrence, "client_id": client.id, "person_id": second.id})
    handed_over_id = nudges.add_occurrence(tx, {**occurrence, "key": "birthday:3", "client_id": client.id})
    occurrences.hand_over(tx, lin, handed_over_id, zhou.id, NOW)
    caring = CareCommand(client.id, today, content="密语之照顾", persons=(Met(met.name, met.id),), learned="密语爱好")
    cared = care.log(tx, lin, caring, NOW).care
    gone_care = care.log(tx, lin, replace(caring, content="密语之照顾二"), NOW).care
    care.undo(tx, lin, gone_care.id, NOW)
    tea = gifts.stock_in(tx, zhou, "茶叶", 5, 10_000, NOW)
    gift = gifts.ask(tx, lin, tea.id, 1, client.id, met.id, NOW).request
    gifts.approve(tx, zhou, gift.id, NOW)
    waiting = gifts.ask(tx, lin, tea.id, 1, client.id, met.id, NOW).request
    handed = gifts.ask(tx, lin, tea.id, 1, client.id, met.id, NOW).request
    gifts.approve(tx, zhou, handed.id, NOW)
    gifts.hand_out(tx, lin, handed.id, NOW)
    running = NewContract(client.id, "密语之约", "密语甲方", ends_on=today + timedelta(days=300))
    contract = contracts.add(tx, lin, running, NOW)
    gone_contract = contracts.add(tx, lin, replace(running, subject="密语之旧约"), NOW)
    contracts.remove(tx, lin, gone_contract.id, NOW)
    coming = NewMoment(Kind.EVENT, "密语之日", Once(today + timedelta(days=6)), client.id)
    moment = moments.add(tx, lin, coming, NOW)
    moments.holiday_table(tx, NOW)
    greeting = greetings.add_own(tx, lin, "birthday", Register.FORMAL, "密语祝您生日快乐", NOW)
    learned = aliases.learn_client(tx, lin, "岩一校", client.id, NOW)
    assert learned is not None
    _refer(world, client.id)
    _plan(world, client.id)
    group = zhou.staff.groups[0]
    _meet(world, group, lin.id)
    team_chats.link(tx, zhou, TeamChat(group, -100_700, title="一组"), NOW)
    world.ids |= {
        "group": group,
        "client": client.id,
        "spare": spare.id,
        "person": met.id,
        "second": second.id,
        "twin": twin.id,
        "visit": visit.id,
        "other_visit": other.id,
        "undone_visit": undone.id,
        "step": visit.next_steps[0].id,
        "attachment": visit.attachments[0].id,
        "note": note.id,
        "undone_note": gone_note.id,
        "occ": occurrence_id,
        "handed_over": handed_over_id,
        "care": cared.id,
        "undone_care": gone_care.id,
        "gift": gift.id,
        "waiting": waiting.id,
        "handed": handed.id,
        "item": tea.id,
        "moment": moment,
        "plan_key": f"event:{moment}:{(today + timedelta(days=6)).isoformat()}",
        "contract": contract.id,
        "gone_contract": gone_contract.id,
        "greeting": greeting.id,
        "gone_person": gone_person.id,
        "merge": merge,
        "learned": learned.id,
        "manager": actor(tx, "郑凯").id,
        "assistant": actor(tx, "小孟").id,
        "owner": lin.id,
        "foreign_manager": actor(tx, "何芳").id,
    }
    for name, school in (("done_import", "外校二"), ("import", "外校一")):
        sheet = rows(f"客户名称,级别,客户经理\n{school},A,林悦\n".encode(), columns.is_known)
        world.ids[name] = imports.receive(tx, "clients", sheet, zhou.id, NOW)
        if name == "done_import":
            world.press("周敏", "sheets.import", {"import": world.ids[name]})
    world.ids["note_step"] = tx.value(text(f"SELECT id FROM next_steps WHERE note_id = {note.id}"))


def _refer(world: World, client_id: int) -> None:
    """Questions of 林悦 for her leader: one open, one answered, one passed on."""
    tx, lin, zhou = world.tx, actor(world.tx, OWNER), actor(world.tx, "周敏")
    for name in ("referral", "answered_referral", "closed_referral"):
        asked = referrals.ask(tx, lin, "密语之请示", client_id, NOW).referral
        world.ids[name] = asked.id
        if name != "referral":
            referrals.answer(tx, zhou, asked.id, "密语之答复", NOW)
        if name == "closed_referral":
            referrals.pass_on(tx, lin, asked.id, NOW)


def _meet(world: World, group: int, owner: int) -> None:
    """A stand-up that asks 林悦 alone, and the weekly meeting of the group."""
    about = {"group_id": group, "held_on": NOW.date(), "starts_at": NOW + timedelta(hours=1), "state": State.PLANNED}
    about |= {"length_minutes": 20, "due_at": NOW + timedelta(hours=1)}
    team_settings.save(world.tx, group, {"visits_per_day": 4})
    stand_up = meetings.add(world.tx, {**about, "kind": MeetingKind.STAND_UP, "step": Step.START})
    told = (Line(Did.VISIT, "密语之昨日"),)
    meetings.add_answers(world.tx, [Answer(stand_up, owner, OWNER, told, told)])
    world.ids["stand_up"] = stand_up
    hosted = {**about, "host_id": owner, "state": State.HELD}
    world.ids["meeting"] = meetings.add(world.tx, {**hosted, "kind": MeetingKind.WEEKLY, "step": Step.END})
    world.ids["minuted"] = meetings.add(world.tx, {**hosted, "kind": MeetingKind.MONTHLY, "step": Step.END})
    zhou = actor(world.tx, "周敏")
    for name, told in (("meeting", "密语之议题"), ("minuted", "密语之方案")):
        minutes.add(world.tx, zhou, world.ids[name], [told], [Decision("密语之决定")], NOW)
    world.ids["decision"] = action_items.of_meeting(world.tx, world.ids["meeting"])[0].id
    minutes.publish(world.tx, zhou, world.ids["minuted"], NOW)
    away_on = NOW.date() + timedelta(days=5)
    world.ids["absence"] = absences.note(world.tx, actor(world.tx, OWNER), Away.TRIP, away_on, away_on, NOW).absence.id
    for name in ("item_due", "done_item"):
        due = {"owner_id": owner, "due_on": NOW.date()}
        world.ids[name] = todo.add(world.tx, zhou, group, "密语之待办", NOW, **due).id
    todo.finish(world.tx, zhou, world.ids["done_item"], NOW)
    world.ids["unowned"] = todo.add(world.tx, zhou, group, "密语之待办", NOW, owner_id=None, due_on=None).id


def _plan(world: World, client_id: int) -> None:
    """Plans of 林悦: one she is at, one handed in, this week's with what was left undone, and one all done."""
    tx, lin = world.tx, actor(world.tx, OWNER)

    def item(monday: date, client: int | None, words: str) -> tuple[int, int]:
        home = plan_rows.ensure(tx, lin.id, PlanKind.WEEK, monday)
        plan_rows.change(tx, home, {"drafted_at": NOW})
        action = Action.VISIT if client else Action.TASK
        one = plans.add(tx, lin, home.id, NewItem(max(monday, NOW.date()), client, action, text=words), NOW).item
        return one.id, home.id

    monday, week = date(2026, 3, 16), timedelta(days=7)
    world.ids["left"], world.ids["week_plan"] = item(monday, client_id, "密语之未完")
    world.ids["dropped"], _ = item(monday, client_id, "密语之取消")
    plan_summaries.drop(tx, lin, world.ids["dropped"], "密语之缘由", NOW)
    world.ids["planned"], world.ids["plan"] = item(monday + week, client_id, "密语之计划")
    world.ids["task"], _ = item(monday + week, None, "写总结")
    world.ids["cut_item"], _ = item(monday + week, client_id, "密语之移出")
    plans.cut(tx, lin, world.ids["cut_item"], NOW)
    _, world.ids["handed_plan"] = item(monday + 2 * week, client_id, "密语之待批")
    world.ids["handed_v"] = plan_approval.submit(tx, lin, world.ids["handed_plan"], NOW).plan.version
    world.ids["done_task"], world.ids["done_plan"] = item(monday + 3 * week, None, "交周报")
    plans.finish(tx, lin, world.ids["done_task"], NOW)


def clients_of(tx: Tx) -> Any:
    """Every client, for setting things up."""
    from storage import clients as rows

    return rows.all_of(tx, None)


def document(name: str, content: bytes) -> Attachment:
    """A file as a turn brings it."""
    return Attachment("document", "file-2", name, len(content), content=content)
