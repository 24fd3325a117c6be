"""The one organisation of a database and its settings."""

import json
from functools import lru_cache

from sqlalchemy import JSON, Column, Integer, Table, Text, bindparam, cast, insert, select, update

from domain.settings import Settings
from domain.staff import Organisation
from storage.schema import metadata
from storage.team_settings import team_settings
from storage.tx import Tx

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("own_company", Text, nullable=False),
    Column("bot_username", Text),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("settings", JSON, nullable=False),
    Column("published_commands", Text),
    Column("feed_url", Text),
)

_OWN = select(cast(team_settings.c.overridden, Text)).where(team_settings.c.group_id == bindparam("group"))
_LOAD = select(
    organisation.c.name,
    organisation.c.timezone,
    organisation.c.language,
    organisation.c.own_company,
    organisation.c.bot_username,
    organisation.c.revision,
    cast(organisation.c.settings, Text).label("settings"),
    _OWN.scalar_subquery().label("overridden"),
)
_REVISION = select(organisation.c.revision)
_TOUCH = update(organisation).values(revision=organisation.c.revision + 1)
_PUBLISHED = select(organisation.c.published_commands)
_NOTE_PUBLISHED = update(organisation).values(published_commands=bindparam("state"))
_FEED_URL = select(organisation.c.feed_url)
_NOTE_FEED_URL = update(organisation).values(feed_url=bindparam("to"))
_BOT_USERNAME = update(organisation).values(bot_username=bindparam("to"))


def load(tx: Tx, group_id: int | None = None) -> Organisation | None:
    """The organisation, None before `fieldcare init`; for a group with what the group has otherwise."""
    row = tx.row(_LOAD, {"group": group_id})
    return None if row is None else _whole(*row)


@lru_cache(maxsize=256)
def _whole(
    name: str,
    timezone: str,
    language: str,
    own_company: str,
    bot_username: str | None,
    revision: int,
    settings: str,
    overridden: str | None,
) -> Organisation:
    """Kept, since every turn asks for it and checking the settings costs more than reading them."""
    checked = Settings.model_validate_json(settings).overridden_by(json.loads(overridden or "{}"))
    return Organisation(name, timezone, language, own_company, bot_username, revision, checked)


def save(tx: Tx, *, name: str, timezone: str, language: str, own_company: str) -> None:
    """Create the organisation, or change what is given of it."""
    values = {"name": name, "timezone": timezone, "language": language, "own_company": own_company}
    if not tx.write(update(organisation).values(**values)):
        tx.write(insert(organisation).values(id=1, settings={}, **values))


def save_settings(tx: Tx, settings: Settings) -> None:
    """Keep only what differs from the defaults, so that a better default reaches everyone who did not choose."""
    tx.write(update(organisation).values(settings=settings.model_dump(mode="json", exclude_defaults=True)))


def note_bot_username(tx: Tx, username: str) -> None:
    """Remember the bot's user name, for invitation links."""
    tx.write(_BOT_USERNAME, {"to": username})


def feed_url(tx: Tx) -> str | None:
    """The address under which the running bot serves calendar feeds; None where it serves none."""
    url: str | None = tx.value(_FEED_URL, {})
    return url


def note_feed_url(tx: Tx, url: str | None) -> None:
    """Remember the address under which calendar feeds are served from now on."""
    tx.write(_NOTE_FEED_URL, {"to": url})


def published_commands(tx: Tx) -> str | None:
    """The fingerprint of the command lists that were published last."""
    state: str | None = tx.value(_PUBLISHED, {})
    return state


def note_published_commands(tx: Tx, state: str) -> None:
    """Remember the fingerprint of the command lists that are published now."""
    tx.write(_NOTE_PUBLISHED, {"state": state})


def revision(tx: Tx) -> int:
    """The revision as this transaction sees it, with its own changes."""
    number: int = tx.value(_REVISION, {})
    return number


def touch(tx: Tx) -> None:
    """Say that clients, persons or names changed: what was built from them (the index of names) is built anew."""
    tx.write(_TOUCH, {})
