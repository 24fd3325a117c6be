"""Key persons of clients (R1.2), and when their birthdays come round (R3.4)."""

from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum

from domain import lunar
from domain.frozen import frozen


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


@frozen
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


PERSONALISED = ("festivals", "hobbies", "preferences", "wishes", "notes")
"""What makes a file personal (R1.4)."""


@frozen
class Birthday:
    """A birthday in the calendar of its type; `year` is None where it is unknown."""

    month: int
    day: int
    year: int | None = None
    type: BirthdayType = BirthdayType.SOLAR

    @classmethod
    def of(cls, person: Person) -> "Birthday | None":
        """The birthday of a person, None where it is not known."""
        return cls.parse(person.birthday, person.birthday_type) if person.birthday else None

    @classmethod
    def parse(cls, text: str, type_: BirthdayType | None) -> "Birthday":
        """From `YYYY-MM-DD` or `--MM-DD`, as the columns keep it; no type means solar."""
        year, month, day = text[:-6], text[-5:-3], text[-2:]
        return cls(int(month), int(day), None if year == "-" else int(year), type_ or BirthdayType.SOLAR)

    def __str__(self) -> str:
        """As the column `birthday` keeps it."""
        return f"{'-' if self.year is None else f'{self.year:04}'}-{self.month:02}-{self.day:02}"

    @property
    def solar(self) -> bool:
        """Whether it is written in the solar calendar."""
        return self.type is BirthdayType.SOLAR


@frozen
class Occurrence:
    """The solar day on which a birthday falls, and the age reached then where the year of birth is known."""

    on: date
    age: int | None


def next_birthday(birthday: Birthday, today: date, leap_day: str = "02-28") -> Occurrence | None:
    """The next time it falls, today included (R3.4); None beyond the lunar calendar's end in 2100.

    29 February falls on `leap_day` (MM-DD) in other years; the lunar rules are those of `lunar.to_solar`. The age in a
    lunar calendar counts lunar years.
    """
    for year in range(today.year - 1, today.year + 2):
        on = _in_year(birthday, year, leap_day)
        if on is not None and on >= today:
            return Occurrence(on, year - birthday.year if birthday.year else None)
    return None


def _in_year(birthday: Birthday, year: int, leap_day: str) -> date | None:
    if not birthday.solar:
        return lunar.to_solar(year, birthday.month, birthday.day, birthday.type is BirthdayType.LUNAR_LEAP)
    try:
        return date(year, birthday.month, birthday.day)
    except ValueError:
        return date.fromisoformat(f"{year:04}-{leap_day}")
