"""Structured logs: one JSON line each on standard error, with no token, phone or name in them."""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import PurePath
from typing import Any, TextIO, cast

import structlog

_SECRETS = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}|(?<!\d)1[3-9]\d{9}(?!\d)")
"""Bot tokens, and mainland mobile numbers."""


def _without_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: _SECRETS.sub("***", value) if isinstance(value, str) else value for key, value in event.items()}


def _without_message(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tracebacks keep their places and types; what an exception says may hold a person's words."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info
    if isinstance(error, BaseException):
        trace, places = error.__traceback__, []
        while trace is not None:
            path = PurePath(trace.tb_frame.f_code.co_filename)
            places.append(f"{path.parent.name}/{path.name}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"] = type(error).__name__
        event["trace"] = places[-8:]
    return event


class _StandardError:
    """Where it cannot be written (a full disk), lines are lost rather than the bot."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


def set_up(level: str) -> None:
    """Configure logging for this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_message,
            _without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=cast(TextIO, _StandardError())),
        cache_logger_on_first_use=True,
    )
    # Libraries log request URLs, and those hold the token.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")
    for name in ("telegram", "aiohttp", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
