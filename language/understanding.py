"""`understand`: one message of a field client manager becomes an `Understanding`. Pure."""

from datetime import datetime

from language import dates
from language.characters import fold
from language.portfolio import Client, Colleague, Person, Portfolio
from language.reading import Correction, Intent, NextStep, Question, Read, Understanding

__all__ = [
    "Client",
    "Colleague",
    "Correction",
    "Intent",
    "NextStep",
    "Person",
    "Portfolio",
    "Question",
    "Read",
    "Understanding",
    "understand",
]


def understand(text: str, portfolio: Portfolio, now: datetime) -> Understanding:
    """What the message says. `now` is local wall time in the organisation's zone, aware or not."""
    folded = fold(text)
    clients: dict[int, Read[Client]] = {}
    taken = 0
    for begin, finish, numbers in portfolio.client_names.find(folded):
        if begin >= taken and len(numbers) == 1:
            clients.setdefault(numbers[0], Read(portfolio.clients[numbers[0]], 0.9, text[begin:finish], begin))
            taken = finish
    persons = [
        Read(portfolio.persons[numbers[0]], 0.9, text[begin:finish], begin)
        for begin, finish, numbers in portfolio.person_names.find(folded)
        if len(numbers) == 1
    ]
    mentions = dates.find(text, now, "past")
    intent: Intent = "visit" if clients or persons else "unknown"
    day = mentions[0].start if mentions else now
    return Understanding(
        text,
        Read(intent, 0.5),
        clients=tuple(clients.values()),
        persons=tuple(persons),
        date=Read(day.date() if isinstance(day, datetime) else day, 0.5),
        sure=len(clients) == 1,
    )
