"""All tables in one metadata: importing this module is what makes the schema whole."""

from storage import (
    aliases,
    audit,
    buttons,
    changes,
    clients,
    drafts,
    imports,
    inbox,
    merges,
    notes,
    organisation,
    outbox,
    persons,
    staff,
    visits,
)
from storage.schema import metadata

__all__ = [
    "aliases",
    "audit",
    "buttons",
    "changes",
    "clients",
    "drafts",
    "imports",
    "inbox",
    "merges",
    "metadata",
    "notes",
    "organisation",
    "outbox",
    "persons",
    "staff",
    "visits",
]
