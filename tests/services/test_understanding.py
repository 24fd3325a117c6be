"""The index of names: kept while nothing has changed, and never built to stay on rows that may yet be taken back."""

from datetime import datetime

import pytest

from domain.staff import Actor
from services import clients, understanding
from storage.tx import Tx
from tests.e2e.house import NOW, actor, settle


class _FailsLaterError(Exception):
    """What ends a unit after it has read a message."""


def _client(tx: Tx, reader: Actor, text: str) -> str | None:
    said_on: datetime = NOW.replace(tzinfo=None)
    found = understanding.read(tx, reader, text, said_on).client
    return found.name if found else None


def test_a_client_added_by_a_unit_that_is_taken_back_is_not_known_afterwards(tx: Tx) -> None:
    settle(tx)
    with pytest.raises(_FailsLaterError), tx.savepoint():
        lin = actor(tx, "林悦")
        clients.add(tx, lin, "凤凰岭林场", NOW)
        assert _client(tx, lin, "今天去凤凰岭林场谈续约") == "凤凰岭林场"
        raise _FailsLaterError
    assert _client(tx, actor(tx, "林悦"), "今天去凤凰岭林场谈续约") is None


def test_a_client_added_by_a_unit_that_stands_is_known_to_the_next(tx: Tx) -> None:
    settle(tx)
    lin = actor(tx, "林悦")
    assert _client(tx, lin, "今天去凤凰岭林场谈续约") is None
    clients.add(tx, lin, "凤凰岭林场", NOW)
    assert _client(tx, actor(tx, "林悦"), "今天去凤凰岭林场谈续约") == "凤凰岭林场"


def test_the_index_is_the_same_object_while_nothing_has_changed(tx: Tx) -> None:
    settle(tx)
    assert understanding.portfolio(tx, actor(tx, "林悦")) is understanding.portfolio(tx, actor(tx, "林悦"))


def test_no_index_outlives_a_commit_that_came_to_nothing(tx: Tx) -> None:
    settle(tx)
    kept = understanding.portfolio(tx, actor(tx, "林悦"))
    tx.lost += 1
    assert understanding.portfolio(tx, actor(tx, "林悦")) is not kept
