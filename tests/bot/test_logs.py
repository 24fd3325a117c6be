"""Logs tell what happened and where, and nothing about anybody."""

import json
import logging

import pytest
import structlog

from bot.logs import set_up


@pytest.fixture(autouse=True)
def fresh() -> object:
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers.clear()


def test_a_line_is_json_without_token_or_phone(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info")
    structlog.get_logger("t").warning("x", note="123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw 13900000101", n=3)
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert line["note"] == "*** ***"
    assert (line["event"], line["level"], line["n"]) == ("x", "warning", 3)


def test_an_exception_leaves_its_place_and_not_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info")
    try:
        raise ValueError("王建斌 13900000101")
    except ValueError:
        structlog.get_logger("t").exception("fell")
    written = capsys.readouterr().err
    line = json.loads(written.splitlines()[-1])
    assert line["error"] == "ValueError"
    assert line["trace"][0].startswith("bot/test_logs.py:")
    assert "王建斌" not in written
