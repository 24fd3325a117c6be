"""Instants in the database: written as SQLAlchemy writes them, read as they were, in whatever zone they came."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite

from storage.schema import Instant

DIALECT = sqlite.dialect()
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=OFFSETS)


@given(INSTANTS)
def test_an_instant_is_written_as_sqlalchemy_writes_it_and_read_as_it_was(at: datetime) -> None:
    write = Instant().dialect_impl(DIALECT).bind_processor(DIALECT)
    read = Instant().dialect_impl(DIALECT).result_processor(DIALECT, None)
    plain = DateTime().dialect_impl(DIALECT).bind_processor(DIALECT)
    assert write and read and plain
    text = write(at)
    assert text == plain(at.astimezone(UTC).replace(tzinfo=None))
    assert read(text) == at


def test_no_instant_is_none_and_one_without_a_zone_is_refused() -> None:
    write = Instant().dialect_impl(DIALECT).bind_processor(DIALECT)
    assert write and write(None) is None
    with pytest.raises(ValueError, match="naive"):
        write(datetime(2026, 3, 25))
