"""All tables in one metadata: importing this module is what makes the schema whole."""

from storage import (
    audit,
    buttons,
    changes,
    clients,
    drafts,
    inbox,
    notes,
    organisation,
    outbox,
    persons,
    staff,
    visits,
)
from storage.schema import metadata

__all__ = [
    "audit",
    "buttons",
    "changes",
    "clients",
    "drafts",
    "inbox",
    "metadata",
    "notes",
    "organisation",
    "outbox",
    "persons",
    "staff",
    "visits",
]
