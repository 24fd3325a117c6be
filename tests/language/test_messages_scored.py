"""The example messages and the unseen ones, scored as `tests/examples/score_messages.py` scores the command."""

import pytest

from tests.language.reading_messages import EXAMPLES, MESSAGES, owner_of, score

FIGURES = {"intent": 97, "client": 98, "persons": 96, "date": 97, "whole card": 92, "sure": 90}


def test_the_example_messages_reach_the_figures_asked_for() -> None:
    reached, wrong_and_sure = score(EXAMPLES / "messages.jsonl", "sample")
    assert wrong_and_sure == 0
    assert {name: value for name, value in reached.items() if value < FIGURES.get(name, 0)} == {}


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_messages_of_other_managers_towns_and_trades_are_read_as_well(path) -> None:
    reached, wrong_and_sure = score(path, owner_of(path))
    assert wrong_and_sure == 0
    assert reached["whole card"] >= 90
    assert reached["client"] >= 98
    assert reached["sure"] >= 85
