"""A moment to think of, as its nudge shows it (R3.5): who, what day, how to, and what can be done with one tap."""

from collections.abc import Sequence

from domain.care import CareForm
from domain.moments import Kind
from domain.persons import Birthday
from handlers import fields
from handlers.care_card import one_line
from handlers.context import Context
from handlers.gift_line import gift_line
from handlers.moments import emoji, moment_name
from handlers.turn import Button, Message
from handlers.visit_card import line, short
from locales.format import day, opening
from locales.markup import Markup, join
from services import gifts, greetings
from services.nudges import Nudge

Rows = list[list[Button]]
Ids = list[int]
_LONGEST_COPY = 256
_WIDE = "\u2e80"
"""From here on characters are as wide as two Latin letters."""
LONGEST_LABEL, LONGEST_LATIN = 24, 40
"""Characters of a button that is as wide as a phone: of any writing, and of Latin letters."""


def ids(told: Sequence[Nudge]) -> Ids:
    """The moments that one card is about."""
    return [each.occurrence_id for each in told]


def card(
    c: Context, told: Sequence[Nudge], lead: str | None = None, *, more: bool = False, rows: Rows | None = None
) -> Message:
    """The moments of one person (or client) as one message; `lead` is a line above, `more` asks for other greetings.

    Without `rows`: what is done most.
    """
    first = told[0]
    lines: list[str] = [lead, ""] if lead else []
    lines += _handed(c, first)
    lines.append(f"<b>{_who(c, first)}</b>")
    lines += [_what(c, each) for each in told]
    lines += _background(c, first)
    texts = _greetings(c, told, more)
    if texts:
        business = first.moment is Kind.CONTRACT_END
        lines += ["", c.t("care.texts_heading" if business else "care.greetings_heading")]
        lines += [c.t("care.greeting", place=place, text=text) for place, text in enumerate(texts, 1)]
    buttons = _buttons(c, told, texts) if rows is None else rows
    return Message(join([Markup(each) for each in lines]), buttons)


def _who(c: Context, nudge: Nudge) -> Markup:
    if nudge.person is None:
        return c.t("care.whole_client", client=nudge.client) if nudge.client else c.t("care.whole_team")
    named = {"person": nudge.person.name, "client": nudge.client or ""}
    if nudge.client in (None, nudge.person.name):
        alone = "care.person_alone_position" if nudge.person.position else "care.person_alone"
        return c.t(alone, person=nudge.person.name, position=nudge.person.position or "")
    if nudge.person.position:
        return c.t("care.person_position", position=nudge.person.position, **named)
    return c.t("care.person", **named)


def _handed(c: Context, nudge: Nudge) -> list[str]:
    """Who handed it over to whoever reads it, or to whom it was handed over; a line above all others."""
    handed = nudge.handed
    if handed is None:
        return []
    if handed.to_id == c.actor.id:
        return [c.t("care.handed_to_you", name=handed.by)]
    return [c.t("care.handed_on", name=handed.by, to=handed.to)]


def headline(c: Context, nudge: Nudge) -> str:
    """One moment in one line, for lists: 🎂 王建斌（龙岩一中）生日，下周一（11月2日）; a late one says so."""
    who = nudge.person.name if nudge.person else nudge.client or c.words.plain("care.our_team")
    if nudge.person and nudge.client and nudge.client != who:
        who = c.words.plain("care.of_client", person=who, client=nudge.client)
    on = falls(c, nudge)
    name = moment_name(c.words, nudge.moment, nudge.name)
    return c.t("care.headline", sign=emoji(nudge.moment), who=opening(who), moment=name, day=on)


def label(text: str) -> str:
    """The words of a button in a list, as many as a line of a phone holds."""
    return short(text, LONGEST_LATIN if max(text, default="") < _WIDE else LONGEST_LABEL)


def falls(c: Context, nudge: Nudge) -> str:
    """The day of a moment; of one that is told late with a word about it."""
    on = day(nudge.on, c.today, c.words.language)
    return c.words.plain("care.late", day=on) if nudge.late else on


def _what(c: Context, nudge: Nudge) -> Markup:
    on = day(nudge.on, c.today, c.words.language)
    value = on
    if nudge.years:
        key = "care.age" if nudge.moment is Kind.BIRTHDAY else "care.years"
        value = c.words.plain(key, day=on, n=nudge.years)
    birthday = nudge.birthday
    if birthday is not None and not birthday.solar:
        lunar = fields.birthday(c, Birthday(birthday.month, birthday.day, None, birthday.type))
        value = c.words.plain("care.with_lunar", day=value, lunar=lunar)
    if nudge.late:
        value = c.words.plain("care.late", day=value)
    label = f"{emoji(nudge.moment)} {opening(moment_name(c.words, nudge.moment, nudge.name))}"
    return c.t("common.line", label=label, value=value)


def _background(c: Context, nudge: Nudge) -> list[str]:
    lines: list[str] = []
    if nudge.people:
        named = [fields.person(c, one.name, one.position) for one in nudge.people[:3]]
        lines.append(line(c, "care.people", c.words.plain("common.comma").join(named)))
    if nudge.person:
        for name in ("hobbies", "preferences", "wishes", "notes"):
            if value := getattr(nudge.person, name):
                lines.append(fields.line(c, "persons", name, short(value, 120)))
    if nudge.last_care:
        lines.append(c.t("care.last_heading"))
        lines += [c.t("care.last_line", text=one_line(c, each)) for each in nudge.last_care]
    elif nudge.client_id:
        lines.append(c.t("care.never_before"))
    if nudge.client_id:
        lines.append(line(c, "care.suggested", c.words.plain(f"care.form_{nudge.form}")))
        lines += [gift_line(c, each) for each in gifts.of_occurrence(c.tx, nudge.occurrence_id)]
    return lines


def _greetings(c: Context, told: Sequence[Nudge], more: bool) -> list[str]:
    first = told[0]
    if first.client_id is None:
        return []
    whom = greetings.whom_of(c.tx, c.actor, first.occurrence_id)
    called = moment_name(c.words, first.moment, first.name)
    return greetings.offer(c.tx, c.actor, first.occurrence_id, whom, moment_words=called, today=c.today, more=more)


def _buttons(c: Context, told: Sequence[Nudge], texts: Sequence[str]) -> Rows:
    """What is done most, six buttons at most; the rest is behind "more"."""
    first = told[0]
    this = {"occ": ids(told)}
    rows: Rows = []
    if texts:
        rows.append(
            [
                Button(c.words.plain("care.copy", place=place), copy=text[:_LONGEST_COPY])
                for place, text in enumerate(texts, 1)
            ]
        )
    if first.client_id is None:
        rows.append([c.button("care.dealt_with", "care.finish", **this)])
    elif first.contract_id is not None:
        renew = c.button("contracts.renew", "contracts.field", contract=first.contract_id, field="ends_on")
        rows.append([_done(c, first.form, this), renew])
    else:
        rows.append([_done(c, first.form, this), _otherwise(c, this)])
    rows.append([c.button("care.later", "care.later", **this), c.button("care.more", "care.options", **this)])
    return rows


def options(c: Context, told: Sequence[Nudge]) -> Rows:
    """What is done less often about a moment, and the way back."""
    first = told[0]
    this = {"occ": ids(told)}
    rows: Rows = [[c.button("care.hand_over", "care.hand", **this), c.button("care.skip", "care.skip", **this)]]
    if first.client_id is not None:
        gift = c.button("gifts.ask_for", "gifts.choose", occurrence=first.occurrence_id)
        other = _otherwise(c, this) if first.contract_id is not None else gift
        rows.append([c.button("care.more_greetings", "care.more", **this), other])
    opened = [c.button("common.back", "care.show", **this)]
    if first.contract_id is not None:
        opened.insert(0, c.button("care.open_contract", "contracts.show", contract=first.contract_id, fresh=True))
    elif first.person:
        opened.insert(0, c.button("care.open_person", "persons.show", person=first.person.id, fresh=True))
    elif first.client_id:
        opened.insert(0, c.button("care.open_client", "clients.show", client=first.client_id, fresh=True))
    return [*rows, opened]


def _done(c: Context, form: CareForm, this: dict[str, Ids]) -> Button:
    return Button(c.words.plain(f"care.did_{form}"), "care.done", {**this, "form": form.value})


def _otherwise(c: Context, this: dict[str, Ids]) -> Button:
    return c.button("care.done_other", "care.forms", **this)


def form_rows(c: Context, this: dict[str, Ids]) -> Rows:
    """Every form of care as a button, and the way back."""
    buttons = [_done(c, form, this) for form in CareForm]
    gift = c.button("care.done_gift", "care.done_gift", **this)
    return [buttons[:3], buttons[3:6], [buttons[6], gift], [c.button("common.back", "care.show", **this)]]
