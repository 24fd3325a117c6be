"""What the people of a crash test did, and the check of a bot's database and chats against it.

The check reads the database with plain SQL: it must not share a mistake with the code it checks.
"""

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORD = re.compile(r"[KEP]\d{5}")
"""Every message carries one of its own: K in a visit told, E in the edit of it, P in a prompt."""


@dataclass
class Told:
    """A visit told in a message: what became of it afterwards."""

    chat_id: int
    edited_to: str | None = None
    undone: bool = False
    next_steps: int = 0
    news_to: int | None = None
    """The chat that must hear of it, by a prompt."""


@dataclass
class Ledger:
    """Everything that the chat server accepted from people, by unique word."""

    told: dict[str, Told] = field(default_factory=dict)
    prompts: dict[str, int] = field(default_factory=dict)
    """Prompts queued from outside, with their chats."""
    drafts: list[int] = field(default_factory=list)
    """People who left a conversation open."""
    presses: int = 0
    edits: int = 0

    @property
    def size(self) -> int:
        """How many things people did."""
        return len(self.told) + self.presses + self.edits + len(self.prompts)


def problems(database: Path, ledger: Ledger, said: dict[int, list[str]], most_repeats: int) -> list[str]:
    """Every way in which the database and what the bot said (texts by chat) differ from what they must be.

    `most_repeats` is how many answers may have been said again, since nobody could tell whether they had arrived.
    """
    with closing(sqlite3.connect(database)) as raw:
        raw.row_factory = sqlite3.Row
        heard = {
            chat_id: Counter(word for text in texts for word in set(WORD.findall(text)))
            for chat_id, texts in said.items()
        }
        if broken := _broken(raw):
            return broken
        return [
            *_sound(raw),
            *_records(raw, ledger),
            *_answers(ledger, heard, most_repeats),
            *_prompts(raw, ledger, heard),
            *_drafts(raw, ledger),
        ]


def _broken(raw: sqlite3.Connection) -> list[str]:
    try:
        return [f"integrity: {row[0]}" for row in raw.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except sqlite3.DatabaseError as error:
        return [f"integrity: {error}"]


def _sound(raw: sqlite3.Connection) -> list[str]:
    """Whole references, and nothing left undone."""
    found = [f"foreign key: {tuple(row)}" for row in raw.execute("PRAGMA foreign_key_check")]
    found += [f"undone update {row[0]}" for row in raw.execute("SELECT update_id FROM inbox WHERE done_at IS NULL")]
    found += [f"dead letter: {row[0]}" for row in raw.execute("SELECT error FROM dead_letters")]
    unsent = raw.execute("SELECT id, state, error FROM outbox WHERE state IN ('waiting', 'sending', 'dead')")
    return found + [f"unsent message {tuple(row)}" for row in unsent]


def _records(raw: sqlite3.Connection, ledger: Ledger) -> list[str]:
    found: list[str] = []
    kept: dict[str, list[sqlite3.Row]] = {}
    for row in raw.execute("SELECT id, content, removed_at FROM visits"):
        for word in set(WORD.findall(row["content"])):
            kept.setdefault(word, []).append(row)
    parts = {
        table: Counter(row[0] for row in raw.execute(f"SELECT visit_id FROM {table}"))
        for table in ("next_steps", "competitor_news", "visit_persons")
    }
    undone = Counter(row[0] for row in raw.execute("SELECT subject_id FROM audit WHERE action = 'visit_undone'"))
    for word, told in ledger.told.items():
        rows = kept.get(word, [])
        if len(rows) != 1:
            found.append(f"{word} recorded {len(rows)} times")
            continue
        visit = rows[0]
        if told.edited_to and told.edited_to not in visit["content"]:
            found.append(f"{word} not amended to {told.edited_to}")
        if (visit["removed_at"] is not None) != told.undone or undone[visit["id"]] != told.undone:
            found.append(f"{word} undone {undone[visit['id']]} times, asked {int(told.undone)} times")
        if parts["next_steps"][visit["id"]] != told.next_steps:
            found.append(f"{word} has {parts['next_steps'][visit['id']]} next steps, not {told.next_steps}")
        if parts["competitor_news"][visit["id"]] != (told.news_to is not None):
            found.append(f"{word} has {parts['competitor_news'][visit['id']]} competitor news")
    return found


def _answers(ledger: Ledger, heard: dict[int, Counter[str]], most_repeats: int) -> list[str]:
    found: list[str] = []
    repeats = 0
    for word, told in ledger.told.items():
        answers = heard.get(told.chat_id, Counter())
        if not answers[word]:
            found.append(f"{word} unanswered")
        if told.edited_to and not answers[told.edited_to]:
            found.append(f"edit {told.edited_to} unanswered")
        repeats += max(0, answers[word] - (2 if told.edited_to else 1))
    if repeats > most_repeats:
        found.append(f"{repeats} answers repeated, at most {most_repeats} could be uncertain")
    return found


def _prompts(raw: sqlite3.Connection, ledger: Ledger, heard: dict[int, Counter[str]]) -> list[str]:
    """A prompt is said once; not at all only where nobody can tell whether it arrived."""
    found: list[str] = []
    queued: Counter[tuple[int, str]] = Counter()
    for row in raw.execute("SELECT id, chat_id, state, body FROM outbox WHERE kind = 'prompt'"):
        for word in set(WORD.findall(json.loads(row["body"])["text"])):
            queued[row["chat_id"], word] += 1
            times = heard.get(row["chat_id"], Counter())[word]
            if times > 1 or (times == 0 and row["state"] != "uncertain"):
                found.append(f"prompt {word} ({row['state']}) said {times} times")
    expected = {(chat_id, word) for word, chat_id in ledger.prompts.items()}
    expected |= {(told.news_to, word) for word, told in ledger.told.items() if told.news_to is not None}
    for chat_id, word in expected:
        if queued[chat_id, word] != 1:
            found.append(f"prompt {word} queued {queued[chat_id, word]} times")
    return found


def _drafts(raw: sqlite3.Connection, ledger: Ledger) -> list[str]:
    open_ones = {row[0] for row in raw.execute("SELECT user_id FROM drafts")}
    return [f"the conversation of {user_id} is forgotten" for user_id in ledger.drafts if user_id not in open_ones]


def texts_of(transcript: list[dict[str, Any]]) -> list[str]:
    """What the bot said in a chat, out of its transcript."""
    return [message.get("text", "") for message in transcript if message["from"]["is_bot"]]
