"""The migrations make exactly the schema that the tables describe."""

from io import StringIO
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory

from storage import migrate
from storage.store import connect, engine_on
from storage.tables import metadata


def test_the_migrations_make_the_schema_of_the_tables(database: Path) -> None:
    raw = connect(database)
    with engine_on(raw).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
    raw.close()


def test_the_newest_revision_is_the_one_the_program_asks_for(database: Path) -> None:
    assert ScriptDirectory(str(migrate.MIGRATIONS)).get_heads() == [migrate.HEAD]
    assert migrate.revision(database) == migrate.HEAD


def test_a_database_of_a_newer_program_is_refused(database: Path) -> None:
    raw = connect(database)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(migrate.DatabaseTooNew):
        migrate.upgrade(database)


def test_every_table_exists_on_postgresql_too() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateIndex, CreateTable

    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))
        for index in table.indexes:
            assert "CREATE" in str(CreateIndex(index).compile(dialect=postgresql.dialect()))


def test_a_partial_index_has_its_condition_on_both_databases() -> None:
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.schema import CreateIndex

    waiting = next(index for index in metadata.tables["inbox"].indexes if index.name == "ix_inbox_waiting")
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        assert str(CreateIndex(waiting).compile(dialect=dialect)).endswith("WHERE done_at IS NULL")


def test_the_migrations_make_the_indexes_of_the_tables_on_postgresql_too() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateIndex

    said = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": said, "target_metadata": metadata}
    )
    revisions = list(ScriptDirectory(str(migrate.MIGRATIONS)).walk_revisions())
    with Operations.context(context):
        for revision in reversed(revisions):
            revision.module.upgrade()
    made: dict[str, str] = {}
    for line in said.getvalue().splitlines():
        if line.startswith("DROP INDEX"):
            del made[line.split()[2].rstrip(";")]
        elif line.startswith(("CREATE INDEX", "CREATE UNIQUE INDEX")):
            made[line.split(" ON ")[0].split()[-1]] = line.rstrip(";")
    wanted = {
        str(index.name): str(CreateIndex(index).compile(dialect=postgresql.dialect()))
        for table in metadata.sorted_tables
        for index in table.indexes
    }
    assert made == {name: sql.removesuffix(" = true") for name, sql in wanted.items()}
