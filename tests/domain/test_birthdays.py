"""Birthdays against a calculation that uses another lunar library, over 1950-2060 (R3.4).

100,000 persons; with every day of both calendars among them. A smaller number by the environment: CARE_PERSONS=1000
"""

import os
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from lunar_python import LunarYear, Solar

from domain.persons import Birthday, BirthdayType, next_birthday

PERSONS = int(os.environ.get("CARE_PERSONS", "100000"))
FIRST, LAST = date(1950, 1, 1), date(2060, 12, 31)


@cache
def months_of(year: int) -> dict[tuple[int, bool], tuple[date, int]]:
    """First day and length of every month of a lunar year, by number and whether it is a leap month."""
    found = {}
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year:
            first = Solar.fromJulianDay(month.getFirstJulianDay())
            start = date(first.getYear(), first.getMonth(), first.getDay())
            found[abs(month.getMonth()), month.getMonth() < 0] = (start, month.getDayCount())
    return found


def expected(birthday: Birthday) -> Iterator[tuple[date, int]]:
    """Every day of the period it falls on, with the year it counts as, by the words of R3.4."""
    for year in range(FIRST.year - 1, LAST.year + 1):
        if birthday.type is BirthdayType.SOLAR:
            leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            moved = (birthday.month, birthday.day) == (2, 29) and not leap_year
            day = date(year, birthday.month, 28 if moved else birthday.day)
        else:
            months = months_of(year)
            leap = birthday.type is BirthdayType.LUNAR_LEAP and (birthday.month, True) in months
            start, length = months[birthday.month, leap]
            day = start + timedelta(days=min(birthday.day, length) - 1)
        if FIRST <= day <= LAST:
            yield day, year


def reckoned(birthday: Birthday) -> Iterator[tuple[date, int | None]]:
    """The same as the product walks from one to the next."""
    found = next_birthday(birthday, FIRST)
    while found is not None and found.on <= LAST:
        yield found.on, found.age
        found = next_birthday(birthday, found.on + timedelta(days=1))


def every_birthday() -> list[Birthday]:
    solar = [date(2000, 1, 1) + timedelta(days=n) for n in range(366)]
    found = [Birthday(day.month, day.day) for day in solar]
    for kind in (BirthdayType.LUNAR, BirthdayType.LUNAR_LEAP):
        found += [Birthday(month, day, type=kind) for month in range(1, 13) for day in range(1, 31)]
    return found


def test_the_birthdays_of_100_000_persons_are_right_in_every_year_from_1950_to_2060() -> None:
    chance, days = random.Random(1950), every_birthday()
    drawn = days + [chance.choice(days) for _ in range(PERSONS - len(days))]
    expected_days = {day: list(expected(day)) for day in days}
    wrong, checked = [], 0
    walked: dict[Birthday, list[tuple[date, int | None]]] = {}
    for person in drawn:
        if person not in walked:
            walked[person] = list(reckoned(person))
        right, ours = expected_days[person], walked[person]
        checked += len(right)
        if [on for on, _ in ours] != [on for on, _ in right]:
            wrong.append(person)
    assert wrong == []
    assert checked > 110 * PERSONS


def test_the_age_is_the_number_of_years_in_the_birthdays_own_calendar() -> None:
    for birthday in every_birthday()[::7]:
        born = Birthday(birthday.month, birthday.day, 1970, birthday.type)
        assert [(on, age) for on, age in reckoned(born)] == [(on, year - 1970) for on, year in expected(born)]


def test_29_february_falls_on_1_march_where_the_organisation_wants_it() -> None:
    found = next_birthday(Birthday(2, 29), date(2026, 1, 1), "03-01")
    assert found is not None and found.on == date(2026, 3, 1)
    leap = next_birthday(Birthday(2, 29), date(2028, 1, 1), "03-01")
    assert leap is not None and leap.on == date(2028, 2, 29)
