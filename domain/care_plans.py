"""The monthly care plan (R3.3): which moments of a month are met in which form, at what cost, with what resources."""

from datetime import date
from enum import StrEnum

from domain.care import HIGH, CareForm
from domain.clients import ClientClass
from domain.frozen import frozen
from domain.moments import Kind

PLANNED = frozenset({Kind.BIRTHDAY, Kind.HOLIDAY, Kind.ANNIVERSARY, Kind.EVENT, Kind.OTHER})
"""The moments that care is planned for; the ends of contracts stand in the monthly plan by themselves (R4.1)."""


class Resource(StrEnum):
    """What has to be asked for before the care can be given (R3.3)."""

    NOTHING = "nothing"
    GIFT = "gift"
    BUDGET = "budget"
    HALL = "hall"


@frozen
class PlanLine:
    """One moment of the month as it is planned. `key` names the moment on its day (as occurrences do).

    `on` is a day in the organisation's zone, `cost` in whole cents of the currency, None where nobody has said.
    `routine` are holidays and days of an industry, everything else is special. `done` and `skipped` say what became of
    it.
    """

    key: str
    on: date
    kind: Kind
    name: str | None
    form: CareForm
    resource: Resource = Resource.NOTHING
    cost: int | None = None
    dropped: bool = False
    years: int | None = None
    client_id: int | None = None
    client: str | None = None
    class_: ClientClass | None = None
    person_id: int | None = None
    person: str | None = None
    occurrence_id: int | None = None
    done: bool = False
    skipped: bool = False

    @property
    def routine(self) -> bool:
        """Whether it comes every year for many alike."""
        return self.kind is Kind.HOLIDAY


@frozen
class Totals:
    """What a plan adds up to; dropped lines do not count. `cost` in whole cents."""

    lines: int
    special: int
    routine: int
    done: int
    cost: int
    resources: dict[Resource, int]


def suggested_resource(form: CareForm, class_: ClientClass | str | None) -> Resource:
    """What a form needs: a hall for a gathering, something to send or to bring, and nothing for words."""
    if form is CareForm.GATHERING:
        return Resource.HALL
    if form is CareForm.MAIL or (form is CareForm.VISIT and class_ in HIGH):
        return Resource.GIFT
    return Resource.NOTHING


def totals(lines: list[PlanLine]) -> Totals:
    """What some lines add up to."""
    kept = [line for line in lines if not line.dropped]
    counts = {
        each: sum(1 for line in kept if line.resource is each) for each in Resource if each is not Resource.NOTHING
    }
    return Totals(
        lines=len(kept),
        special=sum(1 for line in kept if not line.routine),
        routine=sum(1 for line in kept if line.routine),
        done=sum(1 for line in kept if line.done),
        cost=sum(line.cost or 0 for line in kept),
        resources={each: n for each, n in counts.items() if n},
    )
