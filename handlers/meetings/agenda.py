"""The agenda of a meeting (R5.3): for the team in headlines, in private with the news in the reader's scope in full."""

from collections.abc import Iterator
from datetime import datetime

from handlers.context import Context, unasked
from handlers.meetings.lines import day_of, hour_of, in_team, title, without_phones
from handlers.moments import moment_name
from handlers.turn import Message, Reply
from handlers.visit_card import short
from locales.competitors import competitor_name
from locales.format import day, plain_day
from locales.markup import join
from services import meeting_agendas, meetings
from services.meeting_agendas import Agenda
from services.meetings import Said, group_scope
from services.settings import of_group
from storage.meetings import Meeting
from storage.tx import Tx

MOST = 5
"""So many of each are named; the rest is a number."""

Lines = list[str]


def told(tx: Tx, said: Said, now: datetime) -> Iterator[Message]:
    """The agenda for the team, and for whoever leads the meeting."""
    assert said.agenda is not None
    key = f"agenda:{said.meeting.id}"
    details = {"meeting": said.meeting.id}
    if said.chat is not None:
        c = in_team(tx, said, now)
        rows = [[c.button("meetings.details", "meetings.details", **details)]]
        topic = said.chat.topic(said.meeting.kind)
        text = join(_lines(c, said.meeting, said.agenda))
        yield Message(text, rows, said.chat.chat_id, thread_id=topic, key=key, open_to_all=True)
    for reader in said.readers:
        c = unasked(tx, reader, said.house, now)
        lines: Lines = []
        if reader.id == said.meeting.host_id:
            lines += [c.t("meetings.you_host", kind=title(c, said.meeting), time=hour_of(c, said.meeting)), ""]
        lines += _lines(c, said.meeting, said.agenda, meeting_agendas.news_in_scope(tx, c.actor, said.agenda))
        rows = [[c.button("meetings.write_minutes", "minutes.write", **details)]]
        yield Message(join(lines), rows, reader.telegram_id, key=f"{key}:{reader.id}")


def details(c: Context) -> Reply:
    """Pressed in the team's chat: in private, the agenda with the news that the presser may read in full (R0.4)."""
    meeting = meetings.load(c.tx, c.actor, int(c.data["meeting"]))
    settings = of_group(c.tx, meeting.group_id)
    agenda = meeting_agendas.agenda(c.tx, group_scope(c.actor.organisation, meeting.group_id, settings), meeting, c.now)
    text = join(_lines(c, meeting, agenda, meeting_agendas.news_in_scope(c.tx, c.actor, agenda)))
    sent = Message(text, chat_id=c.turn.user_id, fresh=True)
    return Reply([sent], toast=c.words.plain("meetings.sent_privately"))


def _lines(c: Context, meeting: Meeting, agenda: Agenda, in_full: frozenset[int] = frozenset()) -> Lines:
    head = c.t("meetings.agenda", kind=title(c, meeting), day=day_of(c, meeting), time=hour_of(c, meeting))
    lines: Lines = [head]
    if meeting.host:
        lines.append(c.t("meetings.host", name=meeting.host))
    lines += ["", *_figures(c, agenda), *_overdue(c, agenda), *_ahead(c, agenda)]
    return [*lines, *_news(c, agenda, in_full), *_items(c, meeting, agenda)]


def _figures(c: Context, agenda: Agenda) -> Lines:
    language = c.words.language
    days = (plain_day(agenda.since, language, year=False), plain_day(agenda.until, language, year=False))
    values = {"visits": agenda.visits, "clients": agenda.clients_visited, "care": agenda.cared}
    lines: Lines = [c.t("meetings.figures", since=days[0], until=days[1], **values)]
    each = [c.words.plain("meetings.count", name=one.name, visits=one.visits, care=one.care) for one in agenda.counts]
    if len(each) > 1:
        lines.append(c.t("meetings.counts", text=c.words.plain("meetings.semicolon").join(each)))
    return lines


def _overdue(c: Context, agenda: Agenda) -> Lines:
    if not agenda.overdue:
        return []
    names = [
        c.words.plain("meetings.overdue_one", client=short(one.name, 16), days=one.overdue_days, name=one.manager or "")
        for one in agenda.overdue[:MOST]
    ]
    text = c.words.plain("meetings.semicolon").join(names)
    return [c.t("meetings.overdue", n=len(agenda.overdue), text=text)]


def _ahead(c: Context, agenda: Agenda) -> Lines:
    if not agenda.care:
        return []
    kinds = [
        c.words.plain("meetings.care_one", kind=moment_name(c.words, kind, name), times=n)
        for (kind, name), n in agenda.care[:MOST]
    ]
    text = c.words.plain("common.comma").join(kinds)
    return [c.t("meetings.care_ahead", n=sum(n for _, n in agenda.care), text=text)]


def _news(c: Context, agenda: Agenda, in_full: frozenset[int]) -> Lines:
    if not agenda.news:
        return []
    lines: Lines = [c.t("meetings.news", n=len(agenda.news))]
    for one in agenda.news[:MOST]:
        competitor = competitor_name(one.competitor, c.words.language)
        client = one.client or c.words.plain("meetings.a_vip")
        if one.id in in_full:
            content = short(without_phones(one.content), 60)
            lines.append(c.t("meetings.news_told", competitor=competitor, client=client, content=content))
        else:
            lines.append(c.t("meetings.news_line", competitor=competitor, client=client, name=one.reporter))
    return lines


def _items(c: Context, meeting: Meeting, agenda: Agenda) -> Lines:
    lines: Lines = [c.t("meetings.open_items", n=agenda.open_items)] if agenda.open_items else []
    for one in agenda.late_items[:MOST]:
        assert one.due_on is not None
        on = day(one.due_on, meeting.held_on, c.words.language)
        who = one.owner or c.words.plain("meetings.no_owner")
        lines.append(c.t("meetings.explains", name=who, text=short(without_phones(one.text), 40), day=on))
        if one.explanation:
            lines.append(c.t("meetings.explained", text=short(without_phones(one.explanation), 60)))
    return lines
