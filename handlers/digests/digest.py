"""A digest as it is read (R6.1, R6.2): exceptions first, then who did what, in fewer than twenty lines."""

from dataclasses import replace
from datetime import datetime

from domain.charts import Bar, Chart
from domain.digests import Event, Figures, Kind, Line, Period, Service, Trouble, Troubles
from handlers.context import Context, unasked
from handlers.moments import moment_name
from handlers.turn import Button, Message, Reply
from handlers.visit_card import comma, short
from locales.competitors import competitor_name
from locales.format import day, opening, plain_day
from locales.markup import Markup, join
from services import digests
from services.digests import Digest
from storage.tx import Tx

LONGEST_CAPTION = 1000
"""Characters that stand beneath a picture; Telegram takes 1,024."""

LINES_OF_PEOPLE = 8
LEADERS, BEHIND = 2, 3
FAR_BEHIND = 0.6
"""Who has less than this share of the target is named."""

Rows = list[list[Button]]


def told(tx: Tx, digest: Digest, now: datetime) -> list[Message]:
    """The messages that bring a digest to its reader: with a chart by the week and the month."""
    if not digest.reachable:
        return []
    c = unasked(tx, digest.actor.staff, digest.actor.organisation, now)
    messages = [card(c, digest)]
    if digest.period.kind is not Kind.DAILY:
        messages = with_chart(c, digest, messages[0])
    chat_id = digest.actor.staff.telegram_id
    return [
        replace(message, chat_id=chat_id, key=f"{digest.key}:{place}" if place else digest.key)
        for place, message in enumerate(messages)
    ]


def show(c: Context) -> Reply:
    """/digest: how things stand today; by buttons the week, the month, a group."""
    kind = Kind(c.data.get("kind", Kind.DAILY))
    group = c.data.get("group")
    on = digests.today(c.tx, c.actor, kind, c.now)
    digest = digests.about(c.tx, c.actor, kind, on, c.now, group_id=group)
    return Reply([replace(card(c, digest, asked=True), fresh=bool(c.data.get("fresh")))])


def group(c: Context) -> Reply:
    """One group of a supervisor's digest, as it stood."""
    return Reply([replace(card(c, again(c)), fresh=True)])


def chart(c: Context) -> Reply:
    """The chart alone."""
    digest = again(c)
    return Reply([Message(_heading(c, digest), chart=_chart(c, digest), fresh=True)])


def again(c: Context) -> Digest:
    """The digest that a button belongs to, counted anew in the reader's scope of today (R0.4)."""
    on, until = datetime.fromisoformat(c.data["on"]).date(), datetime.fromisoformat(c.data["until"])
    return digests.about(c.tx, c.actor, Kind(c.data["kind"]), on, until, group_id=c.data.get("group"))


def with_chart(c: Context, digest: Digest, message: Message) -> list[Message]:
    """A digest beneath its chart: one message, or two where the words are too long for a caption."""
    drawn = _chart(c, digest)
    if len(message.text) <= LONGEST_CAPTION:
        return [replace(message, chart=drawn, fresh=True)]
    return [Message(_heading(c, digest), chart=drawn, fresh=True), message]


def card(c: Context, digest: Digest, *, asked: bool = False) -> Message:
    """The words of a digest with its buttons; `asked`: it shows how things stand, and leads to the other kinds."""
    figures = digest.figures
    blocks: list[list[str]] = [[_heading(c, digest)]]
    if digest.period.kind is not Kind.DAILY:
        blocks.append(_sums(c, digest))
    blocks.append([_trouble(c, each) for each in figures.troubles] or [c.t("digests.no_trouble")])
    blocks.append(_people(c, figures) if digest.period.kind is Kind.DAILY else _standing(c, figures))
    text = join([join(block) for block in blocks if block], "\n\n")
    return Message(text, _buttons(c, digest, asked))


def _heading(c: Context, digest: Digest) -> Markup:
    whose = digest.group or c.words.plain("digests.groups", n=len(digest.figures.lines))
    return c.t(f"digests.heading_{digest.period.kind}", whose=whose, days=span(c, digest.period))


def span(c: Context, period: Period) -> str:
    """The days of a period: 3月16日–3月20日."""
    language = c.words.language
    if period.start == period.end:
        return opening(day(period.start, c.today, language))
    year = period.start.year != c.today.year
    first, last = (plain_day(each, language, year=year) for each in (period.start, period.end))
    return f"{first} – {last}"


def _sums(c: Context, digest: Digest) -> list[str]:
    """The figures against target and the period before (R6.2)."""
    figures, kind = digest.figures, digest.period.kind
    share = round(100 * figures.visits / figures.target) if figures.target else None
    key = "digests.visits" if share is None else "digests.visits_of"
    lines: list[str] = [
        c.t(
            key,
            n=figures.visits,
            target=figures.target,
            share=share,
            delta=_delta(c, figures.visits - figures.last_visits, f"since_{kind}"),
        )
    ]
    if figures.care or figures.last_care:
        delta = _delta(c, figures.care - figures.last_care, f"since_{kind}")
        lines.append(c.t("digests.care", n=figures.care, delta=delta))
    lines += _service(c, figures.service)
    if figures.planned:
        share = round(100 * figures.done / figures.planned)
        lines.append(c.t("digests.planned", done=figures.done, of=figures.planned, share=share))
    if figures.clients:
        share = round(100 * figures.on_time / figures.clients)
        before = figures.last_on_time
        delta = _delta(c, figures.on_time - before, "since_last") if before is not None else ""
        lines.append(c.t("digests.on_time", count=figures.on_time, of=figures.clients, share=share, delta=delta))
    return lines


def _service(c: Context, service: Service) -> list[str]:
    """What a service brief says besides: care moments kept, and how care was received."""
    lines: list[str] = []
    if service.moments:
        share = round(100 * service.kept / service.moments)
        lines.append(c.t("digests.moments", kept=service.kept, of=service.moments, share=share))
    if service.welcome or service.unwelcome:
        key = "digests.welcome_and_not" if service.unwelcome else "digests.welcome"
        lines.append(c.t(key, n=service.welcome, unwelcome=service.unwelcome))
    return lines


def _delta(c: Context, difference: int, since: str) -> str:
    """（比上周 +3）; nothing where nothing changed."""
    if not difference:
        return ""
    sign = f"+{difference}" if difference > 0 else f"−{-difference}"
    return c.words.plain("digests.delta", since=c.words.plain(f"digests.{since}"), change=sign)


def _trouble(c: Context, each: Troubles) -> str:
    delta = _delta(c, each.count - each.last, "since_last") if each.last is not None else ""
    if each.urgent:
        delta = c.words.plain("digests.promises", n=each.urgent) + delta
    named = list(dict.fromkeys(short(brief(c, each.trouble, one), _room(c, 30)) for one in each.named))
    cut = bool(named) and named[-1].endswith("…")
    more = "…" if each.count > len(each.named) and not cut else ""
    line = c.t(f"digests.trouble_{each.trouble}", n=each.count, delta=delta)
    return c.t("digests.trouble_named", line=line, named=comma(c, named) + more) if named else line


def _room(c: Context, signs: int) -> int:
    """So many signs of Chinese take the room of twice as many letters."""
    return 2 * signs if c.words.language == "en" else signs


def brief(c: Context, trouble: Trouble, event: Event) -> str:
    """One trouble in a few words, as a digest names it."""
    match trouble:
        case Trouble.OVERDUE:
            return c.words.plain("digests.named_overdue", client=event.client, n=event.number)
        case Trouble.MISSED:
            moment = moment_name(c.words, event.kind or "", event.name)
            return c.words.plain("digests.named_moment", who=event.text or event.client, moment=moment)
        case Trouble.NEWS:
            who = competitor_name(event.name or "", c.words.language)
            return c.words.plain("digests.named_about", what=who, client=event.client)
        case Trouble.STEPS:
            return short(event.text, _room(c, 16))
        case Trouble.PLANS:
            return event.text
        case _:
            return event.client or short(event.text, _room(c, 16))


def _people(c: Context, figures: Figures) -> list[str]:
    """Who did what since the last digest, the busiest first; and of whom nothing came in."""
    busy = [line for line in figures.lines if not line.idle]
    idle = [line.name for line in figures.lines if line.idle]
    lines: list[str] = [c.t("digests.people" if busy else "digests.nobody")]
    for line in busy[:LINES_OF_PEOPLE]:
        done = [
            c.words.plain(f"digests.{what}_done", n=n)
            for what, n in (("visits", line.visits), ("care", line.care))
            if n
        ]
        clients = comma(c, line.clients[:2]) + ("…" if len(line.clients) > 2 else "")
        key = "digests.person_at" if clients else "digests.person"
        lines.append(c.t(key, name=line.name, done=comma(c, done), clients=clients))
    if len(busy) > LINES_OF_PEOPLE:
        lines.append(c.t("digests.more_people", n=len(busy) - LINES_OF_PEOPLE))
    if idle and busy:
        shown = comma(c, idle[:LINES_OF_PEOPLE]) + ("…" if len(idle) > LINES_OF_PEOPLE else "")
        lines.append(c.t("digests.idle", names=shown))
    return lines


def _standing(c: Context, figures: Figures) -> list[str]:
    """Who leads and who is far from the target (R6.2)."""
    aimed = [line for line in figures.lines if line.target]
    best = sorted((line for line in figures.lines if line.visits), key=lambda line: (-_share(line), -line.visits))
    behind = sorted((line for line in aimed if _share(line) < FAR_BEHIND), key=_share)
    lines: list[str] = []
    leading = [line for line in best if line not in behind][:LEADERS]
    if leading:
        lines.append(c.t("digests.leading", names=comma(c, [_of_target(c, line) for line in leading])))
    if behind:
        names = comma(c, [_of_target(c, line) for line in behind[:BEHIND]]) + ("…" if len(behind) > BEHIND else "")
        lines.append(c.t("digests.behind", names=names))
    return lines


def _share(line: Line) -> float:
    return line.visits / line.target if line.target else float(line.visits)


def _of_target(c: Context, line: Line) -> str:
    key = "digests.line_of_target" if line.target else "digests.line_bare"
    return c.words.plain(key, name=line.name, visits=line.visits, target=line.target)


def _chart(c: Context, digest: Digest) -> Chart:
    """Visits of each manager or group, against the target and the period before; in a service brief their care."""
    kind = digest.period.kind
    whose = digest.group or c.words.plain("digests.groups", n=len(digest.figures.lines))
    plain = c.words.plain
    bars = tuple(Bar(line.name, line.visits, line.last_visits, line.target or None) for line in digest.figures.lines)
    if kind is Kind.SERVICE:
        bars = tuple(Bar(line.name, line.care, line.last_care) for line in digest.figures.lines)
    return Chart(
        plain("digests.chart_of_care" if kind is Kind.SERVICE else "digests.chart_title", whose=whose),
        span(c, digest.period),
        plain(f"digests.chart_{kind}"),
        plain(f"digests.chart_last_{kind}"),
        plain("digests.chart_target"),
        bars,
    )


def _buttons(c: Context, digest: Digest, asked: bool) -> Rows:
    about = data_of(digest)
    ones = [
        Button(
            c.words.plain(f"digests.see_{each.trouble}", n=each.count),
            "digests.detail",
            {**about, "trouble": each.trouble, "fresh": True},
        )
        for each in digest.figures.troubles
    ]
    rows: Rows = [ones[place : place + 2] for place in range(0, len(ones), 2)]
    if digest.figures.by_group:
        groups = [Button(line.name, "digests.group", {**about, "group": line.id}) for line in digest.figures.lines]
        rows += [groups[place : place + 3] for place in range(0, len(groups), 3)]
    if asked:
        kinds = [kind for kind in Kind if kind is not digest.period.kind]
        rows.append([c.button(f"digests.so_far_{kind}", "digests.show", kind=kind) for kind in kinds])
    last = [Button(c.words.plain("digests.see_visits"), "digests.visits", {"fresh": True})]
    if digest.period.kind is not Kind.DAILY:
        last = [
            c.button("digests.table", "digests.table", **about),
            c.button("digests.sheet", "digests.sheet", **about),
        ]
        if asked:
            last.insert(0, c.button("digests.chart", "digests.chart", **about))
    rows.append(last)
    return rows


def data_of(digest: Digest) -> dict[str, object]:
    """What a button needs to find the digest again."""
    groups = digest.actor.staff.groups
    about: dict[str, object] = {
        "kind": digest.period.kind,
        "on": digest.on.isoformat(),
        "until": digest.due_at.isoformat(),
    }
    return {**about, "group": groups[0]} if len(groups) == 1 else about
