"""Who uses the product: staff, their roles and grades, and what each role may see (domain §0)."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.frozen import frozen
from domain.settings import Settings


class Role(StrEnum):
    """The roles of domain §0, named as in commands and files."""

    MANAGER = "manager"
    ASSISTANT = "assistant"
    INDUSTRY_MANAGER = "industry_manager"
    PRODUCT_MANAGER = "product_manager"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    BRANCH_MANAGER = "branch_manager"
    DEPUTY_DIRECTOR = "deputy_director"
    DIRECTOR = "director"
    INSPECTOR = "inspector"
    ADMIN = "admin"


class Grade(StrEnum):
    """A manager's grade (R0.2), lowest first."""

    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


LEADING = frozenset({Role.LEADER, Role.SUPERVISOR})
"""Roles that see the clients and records of groups and invite members."""

RECORDING = frozenset({Role.MANAGER, Role.ASSISTANT, Role.LEADER, Role.SUPERVISOR})
"""Roles that enter visits: managers for themselves, assistants on a manager's behalf, leaders in their scope."""


@frozen
class Staff:
    """One member of the organisation. `groups` are the ids of the groups a leader or supervisor leads."""

    id: int
    name: str
    role: Role
    grade: Grade | None = None
    group_id: int | None = None
    groups: tuple[int, ...] = ()
    assists: tuple[int, ...] = ()
    telegram_id: int | None = None
    language: str | None = None
    enrolled_at: datetime | None = None


@frozen
class Organisation:
    """The one organisation of this database; `revision` grows with every change to clients, persons or names."""

    name: str
    timezone: str
    language: str
    own_company: str
    bot_username: str | None
    revision: int
    settings: Settings

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that days are counted in."""
        return ZoneInfo(self.timezone)


@frozen
class Actor:
    """The person behind an update, and the organisation they act in; every guard and scope is decided from it."""

    staff: Staff
    organisation: Organisation

    @property
    def id(self) -> int:
        """The staff id."""
        return self.staff.id

    @property
    def role(self) -> Role:
        """The role that guards look at."""
        return self.staff.role

    @property
    def language(self) -> str:
        """The language they are spoken to in."""
        return self.staff.language or self.organisation.language

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that days are counted in."""
        return self.organisation.zone
