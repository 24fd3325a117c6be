"""Care that was given (R3.6), and which form suits the next (R3.2)."""

from datetime import date, datetime
from enum import StrEnum

from domain.clients import ClientClass
from domain.frozen import frozen
from domain.moments import Kind
from domain.visits import Met


class CareForm(StrEnum):
    """R3.2."""

    SMS = "sms"
    CALL = "call"
    EMAIL = "email"
    MAIL = "mail"
    VISIT = "visit"
    GATHERING = "gathering"
    OTHER = "other"


class Effect(StrEnum):
    """How it was received (R3.6)."""

    DELIGHTED = "delighted"
    PLEASED = "pleased"
    NEUTRAL = "neutral"
    NO_REACTION = "no_reaction"
    NEGATIVE = "negative"


@frozen
class Care:
    """A care record. `cared_on` is a day in the organisation's zone; `cost` in whole cents of the currency.

    `kind` and `name` say which moment it was for (`name` of a holiday or an event), `occurrence_id` which it closed.
    `manager_id` is whose care it is, `logged_by` who entered it: they differ where an assistant wrote.
    """

    client_id: int
    manager_id: int
    logged_by: int
    cared_on: date
    logged_at: datetime
    id: int = 0
    kind: Kind = Kind.OTHER
    name: str | None = None
    form: CareForm = CareForm.OTHER
    content: str = ""
    gift: str | None = None
    cost: int | None = None
    effect: Effect | None = None
    learned: str | None = None
    occurrence_id: int | None = None
    persons: tuple[Met, ...] = ()


HIGH = frozenset({ClientClass.A, ClientClass.DIAMOND, ClientClass.GOLD})
"""Clients of high value, who get more than words."""

_FORMS: dict[tuple[Kind, bool], tuple[CareForm, ...]] = {
    # What suits a moment (R3.2), the most fitting first; for clients of class A, diamond and gold, and for the others.
    (Kind.BIRTHDAY, True): (CareForm.VISIT, CareForm.CALL, CareForm.MAIL),
    (Kind.BIRTHDAY, False): (CareForm.CALL, CareForm.SMS, CareForm.EMAIL),
    (Kind.ANNIVERSARY, True): (CareForm.VISIT, CareForm.MAIL, CareForm.CALL),
    (Kind.ANNIVERSARY, False): (CareForm.CALL, CareForm.SMS),
    (Kind.HOLIDAY, True): (CareForm.CALL, CareForm.SMS),
    (Kind.HOLIDAY, False): (CareForm.SMS, CareForm.CALL),
    (Kind.CONTRACT_END, True): (CareForm.VISIT, CareForm.CALL),
    (Kind.CONTRACT_END, False): (CareForm.CALL, CareForm.VISIT),
    (Kind.EVENT, True): (CareForm.CALL, CareForm.SMS),
    (Kind.EVENT, False): (CareForm.SMS, CareForm.CALL),
    (Kind.OTHER, True): (CareForm.CALL, CareForm.SMS),
    (Kind.OTHER, False): (CareForm.CALL, CareForm.SMS),
}
_GREAT = frozenset({"春节", "中秋节"})
"""Great holidays, on which clients of high value are called on with flowers or a gift."""


def suggested_form(
    kind: Kind, name: str | None, class_: ClientClass | str | None, last: CareForm | str | None
) -> CareForm:
    """The form that suits a moment and the client's class, where possible another than last time (R3.2)."""
    high = class_ in HIGH
    forms = _FORMS[kind, high]
    if high and name in _GREAT:
        forms = (CareForm.VISIT, CareForm.MAIL, CareForm.CALL)
    return next(form for form in forms if form != last)
