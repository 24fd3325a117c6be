"""A question as it was understood, small enough to stand behind the buttons that page through its answer."""

import re
from datetime import date
from typing import Any

from domain.frozen import field_names, frozen
from domain.staff import LEADING, RECORDING
from handlers.context import Context
from language.characters import fold
from language.understanding import Understanding
from services import understanding
from storage import staff
from storage.questions import Stretch

_WHO_MANAGES = re.compile(
    r"谁.{0,3}(?:负责|管|跟|服务)|归谁|客户经理|客戶經理|account manager|who (?:manages|handles|looks after)", re.I
)
_FEWEST = re.compile(r"最少|最低|最差|垫底|墊底|落后|落後|least|fewest|lowest|behind", re.I)
_BY_GROUP = re.compile(
    r"哪[个個]?[组組队隊]|各[组組队隊]|[组組]之?[间間]|which (?:group|team)|(?:groups|teams)\b", re.I
)
_LAST = re.compile(r"上次|上回|最近一次|最后一次|最後一次|last time|when did", re.I)


@frozen
class Asked:
    """What is asked: the topic, and whom, which days and which class it is about; of a ranking, whether groups are
    compared, and whether those come first who did least."""

    topic: str
    client_ids: tuple[int, ...] = ()
    person_ids: tuple[int, ...] = ()
    staff_ids: tuple[int, ...] = ()
    competitors: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    class_: str | None = None
    group_id: int = 0
    by_group: bool = False
    fewest: bool = False

    @property
    def days(self) -> Stretch:
        """The days asked about."""
        start = date.fromisoformat(self.start) if self.start else None
        return Stretch(start, date.fromisoformat(self.end) if self.end else None)

    def to_json(self) -> dict[str, Any]:
        """As a button keeps it: what differs from an empty question."""
        return {name: getattr(self, name) for name in field_names(self) if getattr(self, name)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Asked":
        """Back from a button."""
        values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in data.items()}
        return cls(**values)


def asked(c: Context, read: Understanding) -> Asked:
    """The question of a message; a person who may be several stands for all of them."""
    question = read.question
    people = tuple(each.value.id for each in read.persons)
    people = people or tuple(person.id for options in read.person_choices for person in options)
    colleagues = _colleagues(c, read)
    clients = tuple(each.value.id for each in read.clients) or tuple(client.id for client in read.client_choices)
    if colleagues:
        people, clients = (), tuple(each.value.id for each in read.clients)
    return Asked(
        topic=_topic(c, read, bool(people)),
        client_ids=clients,
        person_ids=people,
        staff_ids=colleagues,
        competitors=tuple(each.value for each in read.competitors),
        start=question.start.isoformat() if question and question.start else None,
        end=question.end.isoformat() if question and question.end else None,
        class_=question.class_ if question else None,
        by_group=bool(_BY_GROUP.search(read.text)),
        fewest=bool(_FEWEST.search(read.text)),
    )


def _topic(c: Context, read: Understanding, persons_named: bool) -> str:
    topic = read.question.topic if read.question else "other"
    if topic in ("ranking", "not_submitted") and c.actor.role not in LEADING:
        return "visits" if topic == "ranking" else "plan"
    if read.clients and _WHO_MANAGES.search(read.text):
        return "client"
    if topic in ("other", "client", "visits", "person") and read.competitors:
        return "competitors"
    if topic == "client" and read.question and read.question.start:
        return "visits"
    if topic in ("other", "visits") and (read.clients or persons_named) and _LAST.search(read.text):
        return "last_visit"
    if topic in ("other", "client") and persons_named:
        return "person"
    return str(topic)


def _colleagues(c: Context, read: Understanding) -> tuple[int, ...]:
    """Colleagues named in the question, who record visits; only they can be asked about."""
    index = understanding.portfolio(c.tx, c.actor)
    places = {place for _, _, places in index.colleague_names.find(fold(read.text)) for place in places}
    found = (staff.by_id(c.tx, index.colleagues[place].id) for place in sorted(places))
    return tuple(member.id for member in found if member and member.role in RECORDING)
