"""Key persons of clients (R1.2)."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum


class PersonRole(StrEnum):
    """What a key person is to the business; `self` is the individual VIP (本人)."""

    CONTACT = "contact"
    LEADER = "leader"
    BUSINESS_OWNER = "business_owner"
    INFLUENCER = "influencer"
    SELF = "self"


class BirthdayType(StrEnum):
    """Which calendar a birthday is written in; `lunar_leap` is a leap month of the lunar calendar."""

    SOLAR = "solar"
    LUNAR = "lunar"
    LUNAR_LEAP = "lunar_leap"


class Sex(StrEnum):
    """A person's sex, where known."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Person:
    """A key person. `birthday` is `YYYY-MM-DD`, or `--MM-DD` where the year is unknown, in the calendar of its type.

    A role word that is not one of PersonRole is kept as it was written in `role`.
    """

    id: int
    client_id: int
    name: str
    sex: Sex | None = None
    phone: str | None = None
    second_contact: str | None = None
    department: str | None = None
    position: str | None = None
    role: str | None = None
    birthday: str | None = None
    birthday_type: BirthdayType | None = None
    festivals: str | None = None
    hobbies: str | None = None
    preferences: str | None = None
    wishes: str | None = None
    notes: str | None = None
    consent_at: datetime | None = None
    nicknames: tuple[str, ...] = ()


NOT_FACTS = ("id", "client_id", "name", "nicknames", "consent_at")
FACTS: tuple[str, ...] = tuple(f.name for f in fields(Person) if f.name not in NOT_FACTS)
"""The fields of a person that are plain facts, in the order the card shows them."""
