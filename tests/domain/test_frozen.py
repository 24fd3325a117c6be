"""Values that never change: what Python does with them, and what mypy refuses."""

from dataclasses import field, replace
from pathlib import Path

import pytest
from mypy import api

from domain.frozen import field_names, frozen


@frozen
class Point:
    x: int
    y: int = 0
    tags: list[str] = field(default_factory=list, hash=False)


def test_two_values_of_the_same_fields_are_one_to_sets_and_comparisons() -> None:
    assert Point(1, 2) == Point(1, 2) != Point(2, 1)
    assert len({Point(1, 2), Point(1, 2), Point(2, 1)}) == 2


def test_a_changed_copy_leaves_the_first_as_it_was() -> None:
    first = Point(1, 2)
    assert replace(first, x=5) == Point(5, 2)
    assert first == Point(1, 2)


def test_the_fields_have_names_and_there_is_room_for_no_other() -> None:
    assert field_names(Point) == field_names(Point(1)) == ("x", "y", "tags")
    with pytest.raises(AttributeError):
        setattr(Point(1), "z", 3)  # noqa: B010


PROGRAM = """
from domain.frozen import frozen

@frozen
class Point:
    x: int

at = Point(1)
at.x = 2
Point("")
"""


def test_mypy_refuses_to_set_a_field(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    said, _, _ = api.run(["--strict", "--cache-dir", str(tmp_path / "cache"), str(program)])
    assert 'program.py:9: error: Property "x" defined in "Point" is read-only' in said
    assert 'program.py:10: error: Argument 1 to "Point"' in said
    assert "Found 2 errors" in said
