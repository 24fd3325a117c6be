"""A team that lives through months in minutes: the real routes and the real clock's jobs, and people who behave badly.

Everything runs in one transaction: no network, no event loop. What the bot says goes to telephones here, as the relay
would send it; what people press are the buttons they were sent.
"""

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot import dispatch
from bot.reminders import REMINDERS, job
from bot.routes import ROUTES
from domain.staff import Grade, Role
from handlers.turn import Press, Turn
from services import staff as members
from services import team_chats
from storage import clients, inbox, organisation, outbox, persons, staff
from storage.team_chats import TeamChat
from storage.tx import Tx
from tests.services.clockwork import SHANGHAI

GROUP_CHAT = -100_900
MANAGERS = ("林悦", "郑凯", "赵一", "钱二", "孙三", "李四", "周五", "吴六")
LEADER, BOSS = "周敏", "高主管"
PLACES = ("东山小学", "西湖医院", "南江银行", "北岭矿业", "中和酒店", "城关镇政府", "龙门电厂", "松涛中学")
WRONG = ("？？？", "哈哈哈", "/plan 去年", "/visit", "3", "明天", "不是", "随便", "😀", "/todo", "/cancel", "嗯嗯好的")
WORDS = ("客户没时间，下周再约", "已经打过电话了", "补充一家走访", "被投诉处理占了时间", "周五前", "没有")
LIKELY = {
    "就这样": 6, "不错": 3, "很好": 2, "今天请假": 0.4, "今天出差": 0.4, "批准": 6, "退回": 1.5, "提交审批": 8,
    "提交小结": 8, "顺延": 4, "其余都顺延": 6, "不做了": 2, "被别的事占了": 3, "客户没时间": 3, "办好了": 3,
    "记走访": 3, "发布": 6, "写纪要": 5, "关闭": 0.2, "取消": 0.3, "移出计划": 0.3, "English": 0, "繁體": 0,
}  # fmt: skip


@dataclass
class Person:
    """Somebody at their telephone: what stands in their chat, and how they are today."""

    name: str
    id: int
    role: Role
    chat: int
    blocked: bool = False
    asleep_until: date = date.min
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)


class Life:
    """The team, its telephones and its time. `now` is aware; `keys` counts the
    calls that arrived by their key, `turns` are those of people, `lost` what came to nobody who had blocked the bot."""

    def __init__(self, tx: Tx, start: datetime, seed: int) -> None:
        self.tx, self.now, self.chance = tx, start, random.Random(seed)
        self.jobs = [job(each) for each in REMINDERS]
        self.people: dict[str, Person] = {}
        self.group: dict[int, dict[str, Any]] = {}
        self.keys: Counter[str] = Counter()
        self.turns = self.lost = 0
        self._waiting: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order, self._updates, self._messages = itertools.count(), itertools.count(1), itertools.count(1)
        self._settle()

    def _settle(self) -> None:
        tx, now = self.tx, self.now
        organisation.save(tx, name="闽西分公司", timezone="Asia/Shanghai", language="zh_Hans", own_company="移动")
        roles = [(LEADER, Role.LEADER), (BOSS, Role.SUPERVISOR), *((name, Role.MANAGER) for name in MANAGERS)]
        for place, (name, role) in enumerate(roles):
            about: dict[str, Any] = {"grade": Grade.SENIOR} if role is Role.MANAGER else {}
            member, _ = members.add(tx, now, name=name, role=role, group="一组", **about)
            staff.enrol(tx, member, 7000 + place, now)
            self.people[name] = Person(name, member, role, 7000 + place)
        for place, name in enumerate(MANAGERS):
            for n, home in enumerate(PLACES):
                values = {"name": f"{home}{name}分部", "class_": "ABC"[n % 3], "district": f"{n // 3}区"}
                client = clients.add(tx, {**values, "manager_id": self.people[name].id}, [], now.date())
                month, day = 1 + (place * 8 + n) % 12, 1 + (place * 5 + n * 3) % 28
                person = {
                    "client_id": client,
                    "name": f"{'王李张刘陈杨赵黄'[n]}{'建国强伟敏静丽波'[place]}",
                    "position": "主任",
                }
                persons.add(tx, {**person, "birthday": f"1975-{month:02}-{day:02}", "birthday_type": "solar"})
        organisation.touch(tx)
        leader = staff.by_name(tx, LEADER)
        house = organisation.load(tx)
        assert leader is not None and house is not None
        group = leader.groups[0]
        team_chats.link(tx, dispatch.Actor(leader, house), TeamChat(group, GROUP_CHAT, title="一组"), now)

    # Time

    def later(self, minutes: float, what: Callable[[], None]) -> None:
        """Do something in so many minutes."""
        heapq.heappush(self._waiting, (self.now + timedelta(minutes=minutes), next(self._order), what))

    def run(self, until: datetime) -> None:
        """Live on until an instant: the clock's jobs when they are due, and what people do in between."""
        self.later(0, self._morning)
        self._tick()
        while True:
            due = [at for each in REMINDERS if (at := each.source.first_due_at(self.tx)) is not None and at > self.now]
            told = min(due, default=until)
            acts = self._waiting[0][0] if self._waiting else until
            if min(told, acts) >= until:
                return
            if acts < told:
                self.now, _, what = heapq.heappop(self._waiting)
                what()
            else:
                # The tick comes round every few seconds; now and then the machine was busy, or stood still.
                late = self.chance.choice([0] * 60 + [7, 20, 45, 200])
                self.now = told + timedelta(minutes=late)
                self._tick()

    def _tick(self) -> None:
        for each in self.jobs:
            more = True
            while more:
                _, more = each(self.tx, self.now)
        self._deliver()

    # Telephones

    def _deliver(self) -> None:
        """What waits in the outbox arrives, as the relay sends it."""
        for row in outbox.waiting(self.tx, self.now):
            owner = next((one for one in self.people.values() if one.chat == row.chat_id), None)
            if owner is not None and owner.blocked:
                self.lost += 1
                outbox.dead(self.tx, row.id, "forbidden")
                staff.note_blocked(self.tx, owner.chat, self.now)
                continue
            if row.key is not None:
                self.keys[row.key] += 1
            shown = owner.messages if owner is not None else self.group
            number = row.body.get("message_id") or None
            if row.edits is not None:
                number = outbox.message_of_key(self.tx, row.edits)[1]
            elif row.method.startswith("send"):
                number = next(self._messages)
            outbox.sent(self.tx, [(row.id, number)], self.now)
            if number is not None and row.method.startswith(("send", "editMessageText", "editMessageCaption")):
                shown[number] = row.body
                if owner is not None and row.kind == outbox.PROMPT:
                    self._notices(owner, number)

    def _notices(self, one: Person, number: int) -> None:
        """Somebody is told something of the bot's own accord: most answer, some late, some never."""
        if self.chance.random() < 0.8:
            self.later(self.chance.choice([1, 4, 15, 60, 300, 1500]), lambda: self._answers(one, number, 3))

    def _answers(self, one: Person, number: int, more: int) -> None:
        """Press one of the buttons there are, or type something; then perhaps go on where that leads."""
        if one.blocked or one.asleep_until >= self.now.date() or number not in one.messages:
            return
        grid = (one.messages[number].get("reply_markup") or {}).get("inline_keyboard", [])
        keys = [key for row in grid for key in row if "callback_data" in key]
        if not keys or self.chance.random() < 0.1:
            self.says(one, self.chance.choice(WRONG + WORDS))
            return
        weights = [next((w for label, w in LIKELY.items() if label in key["text"]), 1.0) for key in keys]
        if not sum(weights):
            return
        self.presses(one, number, self.chance.choices(keys, weights)[0]["callback_data"])
        if more and self.chance.random() < 0.7:
            self.later(1, lambda: self._answers(one, max(one.messages), more - 1))

    def presses(self, one: Person, number: int, token: str) -> None:
        """Press a button."""
        self._hear(one, press=Press(token, number, "q"), message_id=number)

    def says(self, one: Person, text: str) -> None:
        """Type something, from time to time twice by mistake."""
        self._hear(one, text=text, message_id=next(self._messages))

    def _hear(self, one: Person, **turn: Any) -> None:
        if one.blocked:
            return
        self.turns += 1
        update = next(self._updates)
        inbox.accept(self.tx, [(update, one.chat, "{}")], self.now)
        whole = Turn(update, self.now, one.chat, True, one.chat, one.name, "zh-hans", **turn)
        dispatch.serve(self.tx, ROUTES, whole, self.now)
        self._deliver()

    # Days

    def _morning(self) -> None:
        """What the day brings to each: visits, plans, days off, a telephone that blocks the bot for a while."""
        today = self.now.astimezone(SHANGHAI)
        for name in MANAGERS:
            self._day(self.people[name], today)
        begins = (today + timedelta(days=1)).replace(hour=7, minute=0)
        self.later((begins - self.now).total_seconds() / 60, self._morning)

    def _day(self, one: Person, today: datetime) -> None:
        chance = self.chance
        if one.blocked:
            if chance.random() < 0.3:
                one.blocked = False
                update = next(self._updates)
                inbox.accept(self.tx, [(update, one.chat, "{}")], self.now)
                back = Turn(update, self.now, one.chat, True, one.chat, one.name, joined=True)
                dispatch.serve(self.tx, ROUTES, back, self.now)
            return
        if chance.random() < 0.03:
            one.blocked = True
            return
        if chance.random() < 0.03:
            one.asleep_until = today.date() + timedelta(days=chance.randrange(1, 5))
        if one.asleep_until >= today.date() or today.weekday() >= 5:
            return
        for _ in range(chance.choice([0, 1, 1, 2, 3])):
            self.later(chance.randrange(120, 780), lambda: self._visits(one))
        if today.weekday() in (3, 4, 0) and chance.random() < 0.7:
            word = "/plan" if today.weekday() == 0 else "/plan next"
            self.later(chance.randrange(60, 660), lambda: self._plans(one, word))
        if today.day >= 26 and chance.random() < 0.3:
            self.later(chance.randrange(60, 660), lambda: self._plans(one, "/plan next month"))
        if chance.random() < 0.1:
            self.later(chance.randrange(60, 660), lambda: self.says(one, chance.choice(WRONG)))

    def _visits(self, one: Person) -> None:
        words = self.chance.choice(
            ["聊了续约", "他很满意", "客户很不满意", "电信也在报价", "下周三送方案", "聊了宽带，答应周五前回复"]
        )
        when = self.chance.choice(["今天上午", "昨天下午", "今天", "上周一"])
        self.says(one, f"{when}拜访{self.chance.choice(PLACES)}{one.name}分部，{words}")
        if self.chance.random() < 0.15:
            self.later(1, lambda: self._answers(one, max(one.messages), 1))

    def _plans(self, one: Person, command: str) -> None:
        self.says(one, command)
        if one.messages:
            self._answers(one, max(one.messages), 4)
