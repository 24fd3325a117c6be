"""How the things an answer lists are written: one line each, days spelled out."""

from datetime import date, timedelta

from domain.notes import Note
from domain.persons import Birthday, BirthdayType, Occurrence
from handlers import fields
from handlers.context import Context
from handlers.questions.asked import Asked
from handlers.turn import Button
from handlers.visit_card import comma, short
from locales.format import day, plain_day
from locales.markup import Markup
from services.visit_lists import Due
from storage import clients, persons
from storage.next_steps import Step
from storage.questions import Born, Stretch, Visited

LONGEST_LABEL = 20
LONGEST_LINE = 60


def visit_line(c: Context, each: Visited) -> str:
    """A visit: day, client and persons, and its manager where that is not the reader."""
    people = comma(c, each.persons)
    values = {"day": on_day(c, each.visited_on), "client": each.client, "persons": people}
    if each.manager == c.actor.staff.name:
        return Markup(c.t("questions.visit_line", **values).rstrip())
    if not people:
        return c.t("questions.visit_line_alone", manager=each.manager, day=values["day"], client=each.client)
    return c.t("questions.visit_line_by", manager=each.manager, **values)


def visit_button(c: Context, each: Visited) -> Button:
    """The button that opens it."""
    on = plain_day(each.visited_on, c.words.language, year=each.visited_on.year != c.today.year)
    return Button(f"{short(each.client, LONGEST_LABEL)} {on}", "visits.show", {"visit": each.id})


def due_line(c: Context, each: Due) -> str:
    """A client and its last visit, and by how many days the next is overdue."""
    last = on_day(c, each.last_visit_on) if each.last_visit_on else None
    if each.overdue_days <= 0:
        return (
            c.t("questions.line_last", client=each.name, day=last)
            if last
            else c.t("questions.line_never", client=each.name)
        )
    if last is None:
        return c.t("questions.due_line_never", client=each.name, n=each.overdue_days)
    return c.t("questions.due_line", client=each.name, day=last, n=each.overdue_days)


def birthday_line(c: Context, born: Born, when: Occurrence) -> str:
    """A birthday that is coming, with its lunar date where that is how it is kept."""
    values = {"day": on_day(c, when.on), "who": _who(c, born)}
    if born.birthday.solar:
        return c.t("questions.birthday_line", **values)
    return c.t("questions.birthday_line_lunar", lunar=lunar_day(c, born.birthday), **values)


def _who(c: Context, born: Born) -> str:
    """A person with their client, which is nobody else where an individual is meant (R1.3)."""
    return (
        born.name if born.name == born.client else c.words.plain("visits.named_with", name=born.name, about=born.client)
    )


def birthday_of(c: Context, born: Born, when: Occurrence) -> str:
    """A person's birthday as it is kept, and when it falls next."""
    values = {"day": on_day(c, when.on), "who": _who(c, born)}
    if not born.birthday.solar:
        return c.t("questions.birthday_of_lunar", lunar=lunar_day(c, born.birthday), **values)
    known = date(born.birthday.year or 2000, born.birthday.month, born.birthday.day)
    solar = plain_day(known, c.words.language, year=born.birthday.year is not None)
    return c.t("questions.birthday_of", solar=solar, **values)


def step_line(c: Context, step: Step) -> str:
    """An open next step; one past its day is marked."""
    values = {"client": step.client or c.words.plain("notes.no_client"), "text": short(step.text, LONGEST_LINE)}
    if step.due_on is None:
        return c.t("questions.step_line", **values)
    key = "questions.step_line_late" if step.due_on < c.today else "questions.step_line_due"
    return c.t(key, due=on_day(c, step.due_on), **values)


def note_line(c: Context, note: Note, client: str) -> str:
    """A note: its day, client and words."""
    on = note.about_on or note.noted_at.astimezone(c.actor.zone).date()
    return c.t("questions.note_line", day=on_day(c, on), client=client, text=short(note.text, LONGEST_LINE))


def note_client(c: Context, note: Note) -> str:
    """The client a note is on."""
    client = clients.load(c.tx, c.actor, note.client_id) if note.client_id else None
    return client.name if client else c.words.plain("notes.no_client")


def client_names(c: Context, asked: Asked) -> str:
    """The clients of a question, as far as they are in scope."""
    found = (clients.load(c.tx, c.actor, id_) for id_ in asked.client_ids)
    return comma(c, [client.name for client in found if client])


def person_names(c: Context, asked: Asked) -> str:
    """The persons of a question, as far as they are in scope."""
    found = (persons.load(c.tx, c.actor, id_) for id_ in asked.person_ids)
    return comma(c, [person.name for person in found if person])


def what(c: Context, client: str, days: Stretch) -> str:
    """What a list is about: a client, a stretch of days, or both."""
    if days.start is None:
        return client or c.words.plain("questions.whole")
    return c.words.plain("questions.days_of", client=client, days=span(c, days)) if client else span(c, days)


def span(c: Context, days: Stretch) -> str:
    """A stretch of days in words."""
    assert days.start is not None
    if days.end is None:
        return c.words.plain("questions.since", start=on_day(c, days.start))
    if days.start == days.end:
        return on_day(c, days.start)
    if month := _month(days.start, days.end, c.today):
        return c.words.plain(f"questions.{month}")
    language, year = c.words.language, days.start.year != c.today.year or days.end.year != c.today.year
    start, end = (plain_day(each, language, year=year) for each in (days.start, days.end))
    plainly = c.words.plain("questions.days", start=start, end=end)
    week = _week(days.start, days.end, c.today)
    return c.words.plain(f"questions.{week}", days=plainly) if week else plainly


_NEAR = {-1: "last", 0: "this", 1: "next"}


def _week(start: date, end: date, today: date) -> str | None:
    """this_week, last_week or next_week, where the days are exactly that."""
    away = (start - today + timedelta(days=today.weekday())).days
    if end - start != timedelta(days=6) or away % 7 or away // 7 not in _NEAR:
        return None
    return f"{_NEAR[away // 7]}_week"


def _month(start: date, end: date, today: date) -> str | None:
    """this_month, last_month or next_month, where the days are exactly that."""
    away = (start.year - today.year) * 12 + start.month - today.month
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1 and (end.year, end.month) == (start.year, start.month)
    return f"{_NEAR[away]}_month" if whole and away in _NEAR else None


def on_day(c: Context, on: date) -> str:
    """A day spelled out."""
    return day(on, c.today, c.words.language)


def lunar_day(c: Context, birthday: Birthday) -> str:
    """A lunar birthday as it is written: 1972年闰二月初五, day 5 of leap month 2, 1972."""
    leap = birthday.type is BirthdayType.LUNAR_LEAP
    if c.words.language == "en":
        year = f", {birthday.year}" if birthday.year else ""
        return f"day {birthday.day} of {'leap ' if leap else ''}month {birthday.month}{year}"
    sign = "閏" if c.words.language == "zh_Hant" else "闰"
    month = fields.lunar_month(c.words.language, birthday.month)
    year = f"{birthday.year}年" if birthday.year else ""
    return f"{year}{sign if leap else ''}{month}月{fields.lunar_day(birthday.day)}"
