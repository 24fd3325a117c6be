"""`fieldcare when`: the times a text names; JSON lines in and out for scoring, words as arguments for a person."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal

import typer

from language.dates import Mention, Prefer, find

Leaning = Literal["past", "future"]
LEANINGS: dict[str | None, Prefer] = {"past": "past", "future": "future", None: None}


def answers(feed: Iterable[str]) -> Iterator[str]:
    """One JSON line for each JSON line {"id", "text", "now", "prefer"}; the zone of `now` is the organisation's.

    Raises ValueError, naming the line, for one that cannot be read.
    """
    for number, line in enumerate(feed, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            text, now = str(asked["text"]), datetime.fromisoformat(asked["now"])
            prefer = LEANINGS[asked.get("prefer")]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"line {number} is no question with text and now: {error}") from error
        mentions = [_plain(mention) for mention in find(text, now, prefer)]
        yield json.dumps({"id": asked.get("id"), "mentions": mentions}, ensure_ascii=False)


def _plain(mention: Mention) -> dict[str, Any]:
    return {
        "text": mention.text,
        "start": _iso(mention.start),
        "end": _iso(mention.end) if mention.end is not None else None,
        "grain": mention.grain,
    }


def _iso(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def spelled(mention: Mention, today: date, language: str) -> str:
    """A mention for a person: its words, the day or days spelled out, and what else was said."""
    from locales import format as forms

    def out(value: date | datetime) -> str:
        if isinstance(value, datetime):
            return forms.moment(value, today, language)
        return forms.day(value, today, language)

    times = out(mention.start)
    if mention.end is not None:
        times += f" – {out(mention.end)}"
    notes = [
        mention.grain,
        mention.part,
        "deadline" if mention.deadline else None,
        None if mention.explicit else "not said in full",
    ]
    return f"{mention.text}\t{times}\t{', '.join(note for note in notes if note)}"


def when(
    words: Annotated[list[str] | None, typer.Argument(help="a phrase; without one, JSON lines are read")] = None,
    now: Annotated[datetime | None, typer.Option(help="local time it is read at; default the present")] = None,
    prefer: Annotated[Leaning | None, typer.Option(help="which way a bare weekday or day leans")] = None,
) -> None:
    """Say which times a phrase names: 下周三下午三点半, 农历八月十五, a week from Friday.

    Without words, JSON lines {"id", "text", "now", "prefer"} are answered with one line each
    {"id", "mentions": [{"text", "start", "end", "grain"}]}.
    """
    if not words:
        try:
            for line in answers(sys.stdin):
                sys.stdout.write(line + "\n")
        except ValueError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error
        return
    from zoneinfo import ZoneInfo

    from bot.clock import Clock
    from bot.settings import Settings

    settings = Settings()
    local = now or Clock().now().astimezone(ZoneInfo(settings.timezone))
    found = find(" ".join(words), local, prefer)
    for mention in found:
        typer.echo(spelled(mention, local.date(), settings.language))
    if not found:
        typer.echo("No time is named there.", err=True)
        raise typer.Exit(1)
