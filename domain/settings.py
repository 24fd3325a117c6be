"""Every number the rules call *default*, as settings of the organisation; the rules read them from here."""

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """What an organisation may change; days and hours in its own time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    managers_per_group: int = Field(8, ge=1)
    """More managers than this in one group warns (R0.1)."""

    late_after_days: int = Field(7, ge=0)
    """A record entered more days than this after the visit is marked late (R2.4)."""

    visit_every_days: dict[str, int] = {"A": 15, "B": 30, "C": 90, "diamond": 30, "gold": 90, "": 365}
    """The longest time between two visits per class; "" is a client with no class (R2.5)."""

    invite_valid_hours: int = Field(72, ge=1)
    """How long a one-time invitation can be used."""
