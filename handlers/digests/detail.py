"""What stands behind a digest: lists of its exceptions, five to a page, the figures as a table and as a sheet."""

from dataclasses import replace

from domain.digests import Event, Trouble
from handlers.clients import card as client_card
from handlers.context import Context
from handlers.digests.digest import again, brief, data_of, span
from handlers.moments import emoji, moment_name
from handlers.paging import PAGE, turning
from handlers.referrals import conversation as referral_words
from handlers.turn import Button, File, Message, Reply, Table
from handlers.visit_card import short
from handlers.visits import lists
from locales.format import day, opening, plain_day
from locales.markup import Markup, join
from services import digest_sheet, digests
from services.digests import Digest
from storage import staff

LONGEST_TEXT = 90


def detail(c: Context) -> Reply:
    """One kind of trouble of a digest, with the records behind it."""
    trouble, offset = Trouble(c.data["trouble"]), int(c.data.get("offset", 0))
    digest = again(c)
    found, total = digests.events(c.tx, digest, trouble, offset=offset, limit=PAGE)
    names = staff.names(c.tx, {each.manager_id for each in found if each.manager_id is not None})
    lines: list[str] = [c.t(f"digests.list_{trouble}", n=total, days=span(c, digest.period))]
    lines += [_line(c, trouble, each, place, names) for place, each in enumerate(found, offset + 1)]
    opened = [button for place, each in enumerate(found, offset + 1) if (button := _open(c, trouble, each, place))]
    rows = [opened, turning(c, "digests.detail", offset, total, **data_of(digest), trouble=trouble)]
    rows.append([c.button("common.close", "common.close")])
    return Reply([Message(join(lines, "\n\n"), [row for row in rows if row], fresh=bool(c.data.get("fresh")))])


def _line(c: Context, trouble: Trouble, event: Event, place: int, names: dict[int, str]) -> Markup:
    head = event.client
    if trouble is Trouble.OVERDUE:
        class_ = c.words.plain(f"visits.class_{event.name}") if event.name else ""
        head = " · ".join(filter(None, (brief(c, trouble, event), class_)))
    elif trouble is Trouble.MISSED:
        sign = emoji(event.kind or "other")
        moment = moment_name(c.words, event.kind or "", event.name)
        head = f"{sign} {moment} · {' · '.join(filter(None, (event.text, event.client)))}"
    elif trouble is Trouble.NEWS:
        head = brief(c, trouble, event)
    elif trouble is Trouble.PLANS and event.on:
        which = c.words.plain(f"digests.plan_{event.kind}", day=plain_day(event.on, c.words.language, year=False))
        return c.t("digests.list_line_bare", place=place, head=event.text, about=which)
    on = event.on or (event.at.astimezone(c.actor.zone).date() if event.at else None)
    about = [names.get(event.manager_id or 0), opening(day(on, c.today, c.words.language)) if on else None]
    if trouble is Trouble.OVERDUE:
        about[1] = c.words.plain("digests.last_visit", day=about[1]) if on else c.words.plain("digests.never_visited")
    text = "" if trouble in (Trouble.OVERDUE, Trouble.MISSED) else short(event.text, LONGEST_TEXT)
    return c.t(
        "digests.list_line" if text else "digests.list_line_bare",
        place=place,
        head=head or names.get(event.manager_id or 0, ""),
        about=" · ".join(filter(None, about)),
        text=text,
    )


def _open(c: Context, trouble: Trouble, event: Event, place: int) -> Button | None:
    """The number that opens the question or the visit a line tells of, or else its client."""
    label = c.words.plain("visits.number", place=place)
    if trouble is Trouble.REFERRALS:
        return Button(label, "digests.open", {"referral": event.record_id})
    if event.visit_id is not None and trouble is not Trouble.OVERDUE:
        return Button(label, "digests.open", {"visit": event.visit_id})
    return Button(label, "digests.open", {"client": event.client_id}) if event.client_id is not None else None


def open_(c: Context) -> Reply:
    """A visit, a client or a question out of a list, beneath it."""
    if "referral" in c.data:
        return _fresh(referral_words.show(c))
    return _fresh(lists.show(c) if "visit" in c.data else client_card.show(c))


def visits(c: Context) -> Reply:
    """All visits in scope, newest first, beneath the digest."""
    return _fresh(lists.list_visits(c))


def _fresh(reply: Reply) -> Reply:
    return replace(reply, messages=[replace(message, fresh=True) for message in reply.messages])


def table(c: Context) -> Reply:
    """The figures of every manager, as a table where Telegram has them."""
    digest = again(c)
    rows = digest_sheet.table(c.tx, digest, c.words)
    title = c.words.plain("digests.table_title", days=span(c, digest.period))
    lines: list[str] = [c.t("digests.table_heading", title=title)]
    lines += [
        c.t("digests.table_line", name=name, visits=visits, target=target, last=last, care=care)
        for _, name, visits, target, last, care, _ in rows[1:]
    ]
    first = 0 if len(digest.actor.staff.groups) > 1 else 1
    drawn = Table(title, tuple(tuple(map(str, row[first:6])) for row in rows))
    return Reply([Message(join(lines), table=drawn, fresh=True)])


def sheet(c: Context) -> Reply:
    """The figures as a spreadsheet."""
    digest: Digest = again(c)
    name = c.words.plain(
        "digests.file", kind=c.words.plain(f"digests.kind_{digest.period.kind}"), day=digest.period.end
    )
    content = digest_sheet.sheet(c.tx, digest, c.words)
    return Reply([Message(c.t("digests.sheet_sent"), file=File(name, content))])
