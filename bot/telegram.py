"""Telegram out: what the outbox holds becomes a call of the Bot API, and every way it can fail gets its class."""

import warnings
from typing import Any

import structlog
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.warnings import PTBUserWarning

from bot.drawing import Drawing
from bot.request import NEVER_CONNECTED, AiohttpRequest
from bot.settings import Settings
from domain.charts import Chart
from scheduler.relay import Dead, Later, Moved, Outcome, Send, Sent

log = structlog.get_logger("telegram")

_HARMLESS = ("message is not modified", "query is too old", "query id is invalid", "message to delete not found")
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid")


# The outbox holds bodies ready for the wire, so the typed methods would only take them apart again.
warnings.filterwarnings("ignore", message="Please use 'Bot\\.", category=PTBUserWarning)


def connect(settings: Settings) -> Bot:
    """The bot of the settings' token; nothing is sent yet."""
    assert settings.token is not None
    return Bot(
        settings.token.get_secret_value(),
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=4, timeout_seconds=60),
    )


async def call(bot: Bot, method: str, body: dict[str, Any], *, read_seconds: float | None = None) -> Any:
    """Call a method with a body that is ready for the wire, and return its result as it came, unparsed.

    Most answers are of no interest beyond one number, and parsing a message costs more than sending one.
    """
    try:
        return await bot.do_api_request(method, api_kwargs=body, read_timeout=read_seconds)
    except EndPointNotFound:
        # Telegram answers 401 and 404 to a token that is not (any more) valid; our methods exist, but for the newest.
        raise InvalidToken from None
    except TelegramError:
        raise
    except Exception as error:
        # An answer that is JSON of another form than the Bot API's, as from something between us and Telegram.
        raise NetworkError(f"unreadable answer: {type(error).__name__}") from None


def sender(bot: Bot, drawing: Drawing) -> Send:
    """The relay's way to Telegram: sends a row of the outbox and says what came of it."""

    async def send(row: dict[str, Any]) -> Outcome:
        body = dict(row["body"])
        if row["file"] is not None:
            body["document"] = InputFile(row["file"], filename=body["document"])
        method = row["method"]
        if "chart" in body:
            method, body = await _with_chart(drawing, body)
        try:
            result = await (_rich(bot, body) if "rich_message" in body else call(bot, method, body))
        except TelegramError as error:
            return outcome_of(error, private=row["chat_id"] > 0)
        return Sent(result.get("message_id") if isinstance(result, dict) else None)

    return send


async def _with_chart(drawing: Drawing, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The call that sends a chart, drawn now; one that cannot be drawn leaves the words."""
    rest = {name: value for name, value in body.items() if name != "chart"}
    try:
        picture = await drawing.draw(Chart.of_json(body["chart"]))
    except Exception:
        log.exception("chart_not_drawn")
        rest["text"] = rest.pop("caption")
        return "sendMessage", rest
    return "sendPhoto", {**rest, "photo": InputFile(picture, filename="chart.png")}


async def _rich(bot: Bot, body: dict[str, Any]) -> Any:
    """Send a rich message, or its words alone where the server has none (yet) or does not take this one."""
    words = {name: value for name, value in body.items() if name != "rich_message"}
    rest = {name: value for name, value in body.items() if name not in ("text", "parse_mode")}
    try:
        return await call(bot, "sendRichMessage", rest)
    except (InvalidToken, BadRequest) as error:  # a method that is not known is answered as a token that is not
        log.info("no_rich_messages", why=type(error).__name__)
    return await call(bot, "sendMessage", words)


def outcome_of(error: TelegramError, *, private: bool) -> Outcome:
    """What an error means for the row that met it."""
    text = error.message.lower()
    match error:
        case RetryAfter():
            seconds = error.retry_after
            asked = seconds.total_seconds() if hasattr(seconds, "total_seconds") else float(seconds)
            return Later("flood", asked + 0.1, flood=private)
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Dead("forbidden", gone=True)
        case BadRequest() if any(part in text for part in _HARMLESS):
            return Sent(None)
        case BadRequest():
            return Dead(text[:200], gone=any(part in text for part in _GONE))
        case InvalidToken():
            return Later("token refused")
        case TimedOut():
            return Later("timed out", maybe_arrived=True)
        case NetworkError():
            return Later(text[:200], maybe_arrived=text != NEVER_CONNECTED)
        case _:
            return Later(text[:200])
