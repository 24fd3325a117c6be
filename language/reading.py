"""What a message was read to say: the values, how sure each is, and the words it came from."""

from dataclasses import field
from datetime import date, time
from typing import Generic, Literal, NamedTuple, TypeVar

from domain.frozen import frozen
from language.portfolio import Client, Colleague, Person

T = TypeVar("T")

Intent = Literal[
    "visit", "care", "plan", "demand", "competitor", "next_step", "query", "cancel", "smalltalk", "unknown"
]
VisitType = Literal["proactive", "responsive"]
CareForm = Literal["sms", "call", "email", "mail", "visit", "gathering", "other"]
Sentiment = Literal["positive", "neutral", "negative"]
Purpose = Literal[
    "collect_data", "learn_competitors", "communicate", "dig_needs", "bring_news", "show_products"
]  # R2.2, in its order
Topic = Literal[
    "last_visit", "visits", "overdue", "birthdays", "care", "next_steps", "competitors", "plan", "demands", "contract",
    "ranking", "not_submitted", "to_decide", "person", "client", "other",
]  # fmt: skip
FileField = Literal[
    "birthday", "phone", "second_contact", "position", "department", "name", "hobbies", "preferences",
    "address", "fax", "legal_representative",
]  # fmt: skip
Doubt = Literal["client", "person", "date", "intent"]


SURE = 0.85
"""What is read less surely is asked about before anything is done with it."""


class Read(NamedTuple, Generic[T]):
    """A value, how sure it is (0 to 1), and the words of the message it came from (empty where it was inferred)."""

    value: T
    sureness: float = 1.0
    words: str = ""
    begin: int = -1

    @property
    def sure(self) -> bool:
        """Whether it may be acted upon without asking."""
        return self.sureness >= SURE


@frozen
class NextStep:
    """What the manager will do afterwards (R1.9): due is a day in the organisation's zone, None where none was said;
    `promised` where the client was told of it."""

    text: str
    due: date | None = None
    promised: bool = False
    words: str = ""
    client_id: int | None = None


@frozen
class Question:
    """What is asked of the records. `start` to `end` is the stretch of days asked about, both included."""

    topic: Topic
    start: date | None = None
    end: date | None = None
    class_: str | None = None
    moment: str | None = None
    count: bool = False


@frozen
class FileChange:
    """A field of a person's file, or of the client's, and the words of what it is to become; `adds` where it only
    grows by them."""

    field: FileField
    written: str
    adds: bool = False
    of: Literal["person", "client"] = "person"


@frozen
class Correction:
    """A change to the last record. `undo` takes the record back; else `field` is to become what the understanding
    holds under that name (its client, date, time, persons ...); `was` and `becomes` are the words used."""

    undo: bool = False
    field: Literal["client", "person", "date", "time", "visit_type", "care_form", "text"] | None = None
    was: str = ""
    becomes: str = ""


OwnDay = tuple[int, date, time | None]
"""A client's id, its day, and the clock time said with it."""


@frozen
class Understanding:
    """One message, read. Days are in the organisation's zone; instants are not used here."""

    text: str
    intent: Read[Intent]
    clients: tuple[Read[Client], ...] = ()
    client_choices: tuple[Client, ...] = ()  # which of these? (clients is empty then)
    new_client: Read[str] | None = None
    persons: tuple[Read[Person], ...] = ()
    person_choices: tuple[tuple[Person, ...], ...] = ()  # one tuple per name that may be several persons
    new_persons: tuple[Read[str], ...] = ()  # named, and not in the portfolio
    date: Read[date] | None = None
    time: Read[time] | None = None
    days: tuple[OwnDay, ...] = ()  # of several clients, where each has its own; whoever is missing comes later
    length: Read[int] | None = None  # minutes
    visit_type: Read[VisitType] | None = None
    purposes: tuple[Read[Purpose], ...] = ()
    care_form: Read[CareForm] | None = None
    moment: Read[str] | None = None  # birthday, anniversary, holiday:<name>, other
    next_steps: tuple[NextStep, ...] = ()
    competitors: tuple[Read[str], ...] = ()
    competitor_news: Read[str] | None = None
    sentiment: Read[Sentiment] | None = None
    feedback: Read[str] | None = None
    companions: tuple[Read[Colleague], ...] = ()
    correction: Correction | None = None
    question: Question | None = None
    file_change: FileChange | None = None
    sure: bool = False  # the bot may save, or act, without asking
    doubts: tuple[Doubt, ...] = field(default=())  # what to ask, the most important first

    @property
    def clients_now(self) -> tuple[Read[Client], ...]:
        """The clients that the message is about; of several with their own days those that come later are left out."""
        own = {id_ for id_, _, _ in self.days}
        return tuple(each for each in self.clients if not own or each.value.id in own)

    @property
    def client(self) -> Client | None:
        """The one client that is meant; None where there is none, several, or a choice to make."""
        return self.clients[0].value if len(self.clients) == 1 else None
