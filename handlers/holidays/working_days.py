"""The working days of a year in chat: seen, loaded from the official notice or a file, taken back (R5.1)."""

from collections.abc import Mapping
from datetime import date

from domain.workdays import FIRST_KNOWN, LAST_KNOWN, Workdays
from handlers.context import Context
from handlers.holidays.table import NOUN, Rows, own
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma
from language.official_days import days_off_and_worked
from locales.format import plain_day, span, weekday
from locales.markup import Markup, join
from services import workday_list
from storage.drafts import Draft

SUFFIXES = (".csv", ".tsv", ".txt")
FIRST, LAST = FIRST_KNOWN.year, 2099


def show(c: Context) -> Reply:
    """A year: its breaks, its make-up days, and where they are from."""
    return Reply([_year(c, int(c.data.get("year", c.today.year)))], ends=own(c))


def _year(c: Context, year: int, lead: Markup | None = None, was: dict[str, bool | None] | None = None) -> Message:
    known = workday_list.workdays(c.tx)
    listed = [day for day in known.listed if day.year == year]
    lines: list[Markup] = [lead, Markup("")] if lead else []
    lines += [c.t("holidays.days_heading", year=year), *_lines(c, known, year), Markup(""), _source(c, known, year)]
    rows: Rows = [[c.button("holidays.days_undo", "holidays.days_back", year=year, was=was)]] if was else []
    rows.append(
        [_turn(c, other, sign) for other, sign in ((year - 1, "‹ {}"), (year + 1, "{} ›")) if FIRST <= other <= LAST]
    )
    rows.append([c.button("holidays.days_load", "holidays.days_load", year=year)])
    if listed:
        rows[-1].append(c.button("holidays.days_forget", "holidays.days_forget", year=year))
    rows.append([c.button("common.back", "holidays.show")])
    return Message(join(lines), rows)


def _turn(c: Context, year: int, sign: str) -> Button:
    return Button(sign.format(c.words.plain("holidays.year", year=year)), "holidays.days", {"year": year})


def _lines(c: Context, known: Workdays, year: int) -> list[Markup]:
    language = c.words.language
    lines = []
    for first, last in known.breaks(year):
        days = span(first, last, language) if first != last else plain_day(first, language, year=False)
        lines.append(c.t("holidays.break", days=days, n=(last - first).days + 1))
    made_up = known.made_up(year)
    if made_up:
        told = [
            c.words.plain(
                "holidays.with_weekday", day=plain_day(day, language, year=False), weekday=weekday(day, language)
            )
            for day in made_up
        ]
        lines.append(c.t("holidays.made_up", days=comma(c, told)))
    return lines


def _source(c: Context, known: Workdays, year: int) -> Markup:
    listed = sum(1 for day in known.listed if day.year == year)
    if listed:
        return c.t("holidays.days_listed", n=listed)
    if known.calendar != "mainland":
        return c.t("holidays.days_weekdays")
    return c.t("holidays.days_official" if year <= LAST_KNOWN.year else "holidays.days_by_law")


def ask(c: Context) -> Reply:
    """The notice, lines or a file, please."""
    year = int(c.data["year"])
    rows = [[c.button("common.back", "holidays.days", year=year)]]
    mine = own(c)
    draft = Draft(NOUN, "days", {"year": year}, mine.id if mine else None)
    return Reply([c.say("holidays.ask_days", rows, year=year)], draft=draft)


def typed(c: Context) -> Reply | None:
    """The days, typed or pasted; a file goes its own way."""
    assert c.draft is not None
    if not c.turn.text.strip() or c.turn.attachment is not None:
        return None
    return _load(c, c.turn.text, int(c.draft.data["year"]))


def received(c: Context) -> Reply | None:
    """The days in a file; None for a file that cannot be text."""
    content = c.turn.attachment.content if c.turn.attachment else None
    if content is None:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    mine = own(c)
    return _load(c, text, int(mine.data["year"]) if mine and "year" in mine.data else c.today.year)


def _load(c: Context, text: str, year: int) -> Reply:
    days = days_off_and_worked(text, year)
    if not days:
        rows = [[c.button("common.back", "holidays.days", year=year)]]
        return Reply([c.say("holidays.no_days", rows)], draft=own(c))
    return _loaded(c, days, max(day.year for day in days))


def _loaded(c: Context, days: Mapping[date, bool | None], year: int) -> Reply:
    before = workday_list.load(c.tx, days, c.now, by=c.actor.id)
    worked = sum(1 for works in days.values() if works)
    lead = c.t("holidays.days_loaded", off=len(days) - worked, worked=worked)
    was = {day.isoformat(): works for day, works in before.items()}
    return Reply([_year(c, year, lead, was)], ends=own(c))


def back(c: Context) -> Reply:
    """What was listed of these days before is listed again."""
    days = {date.fromisoformat(day): works for day, works in c.data["was"].items()}
    workday_list.load(c.tx, days, c.now, by=c.actor.id)
    return Reply([_year(c, int(c.data["year"]), c.t("holidays.days_back"))])


def forget(c: Context) -> Reply:
    """What was loaded of a year is forgotten: the calendar built in holds again."""
    year = int(c.data["year"])
    listed = {day: None for day in workday_list.workdays(c.tx).listed if day.year == year}
    before = workday_list.load(c.tx, listed, c.now, by=c.actor.id)
    was = {day.isoformat(): works for day, works in before.items()}
    return Reply([_year(c, year, c.t("holidays.days_forgotten"), was or None)])
