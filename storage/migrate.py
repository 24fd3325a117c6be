"""Bring a database file to the newest revision of the schema, and say which revision one has."""

from pathlib import Path

from sqlalchemy import Connection, text

from storage.store import connect, engine_on

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0002"
"""The newest revision; a test holds it against the files under migrations/."""


class DatabaseTooNew(Exception):
    """The database was written by a newer fieldcare; update the program, or restore an older backup."""


def revision(path: Path) -> str | None:
    """The revision of a database file, None for one that is new."""
    if not path.exists():
        return None
    raw = connect(path)
    try:
        found = raw.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        if not found:
            return None
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    finally:
        raw.close()


def upgrade(path: Path) -> None:
    """Create the database or migrate it, in one transaction; nothing is done to one that is current.

    Raises DatabaseTooNew for a revision this program does not know.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    now_at = revision(path)
    if now_at == HEAD:
        return
    if now_at is not None and now_at > HEAD:
        raise DatabaseTooNew(now_at)
    raw = connect(path)
    try:
        with engine_on(raw).connect() as connection:
            raw.execute("BEGIN IMMEDIATE")
            upgrade_on(connection)
            if raw.in_transaction:
                raw.execute("COMMIT")
    finally:
        raw.close()


def upgrade_on(connection: Connection) -> None:
    """Run the migrations on an open connection."""
    # Alembic takes a fifth of a second to import: only a start that migrates pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.execute(text("SELECT 1"))
