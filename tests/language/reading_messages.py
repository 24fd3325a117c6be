"""What the tests of messages share: portfolios from files, and the scorer that stands in tests/examples."""

import importlib.util
import json
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.cli.understand import as_card, portfolio_from_csv
from language.understanding import Portfolio, Understanding, understand

EXAMPLES = Path(__file__).parents[1] / "examples"
UNSEEN = Path(__file__).parent / "unseen"
MESSAGES = sorted(path for path in UNSEEN.glob("*.jsonl") if not path.stem.endswith("dates"))
EVENING = datetime(2026, 3, 18, 18, 20)  # a Wednesday

OWNERS = {
    "sample": ("移动", "郑晓岚"),
    "telecom": ("电信", "沈浩然"),
    "insurer": ("人保", "何嘉敏"),
    "bank": ("建行", "孙晓彤"),
    "round5_sample": ("移动", "郑晓岚"),
    "round5_zhe": ("电信", "沈佳怡"),
    "round5_grid": ("国网", "韩雪松"),
    "round5_yue": ("太平", "麦嘉欣"),
    "round6_sample": ("移动", "郑晓岚"),
    "round6_shu": ("工行", "冉琳"),
    "round6_tw": ("中華電信", "陳怡君"),
    "round7_sample": ("移动", "郑晓岚"),
    "round7_dali": ("电信", "段晓星"),
    "round7_baotou": ("联通", "云娜"),
    "round8_sample": ("移动", "郑晓岚"),
    "round9_sample": ("移动", "郑晓岚"),
    "round10_sample": ("移动", "郑晓岚"),
    "round11_sample": ("移动", "郑晓岚"),
    "round8_xiang": ("国网", "骆小川"),
    "round8_hk": ("保誠", "梁詠詩"),
}


@cache
def portfolio(owner: str = "sample") -> Portfolio:
    """The portfolio of one of the managers."""
    company, manager = OWNERS[owner]
    if owner.endswith("sample"):
        return portfolio_from_csv(EXAMPLES / "clients.csv", EXAMPLES / "persons.csv", company, manager)
    return portfolio_from_csv(UNSEEN / f"{owner}_clients.csv", UNSEEN / f"{owner}_persons.csv", company, manager)


def owner_of(path: Path) -> str:
    """Whose portfolio the messages of that file are about."""
    return path.stem.rstrip("0123456789")


def read(text: str, owner: str = "sample", now: datetime = EVENING) -> Understanding:
    """One message of one of the managers."""
    return understand(text, portfolio(owner), now)


@cache
def scorer() -> ModuleType:
    """`tests/examples/score_messages.py`, as it scores the command."""
    spec = importlib.util.spec_from_file_location("score_messages", EXAMPLES / "score_messages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(path: Path, owner: str) -> tuple[dict[str, float], int]:
    """Per cent right for every field, the whole card and `sure`; and how many wrong clients count as sure."""
    fields, card = scorer().FIELDS, scorer().CARD
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if "debatable" not in row["tags"]]
    right: Counter[str] = Counter()
    plain = wrong_and_sure = 0
    for row in rows:
        answer = as_card(understand(row["text"], portfolio(owner), datetime.fromisoformat(row["now"])))
        hits = {name: scorer().field(row["expect"], name) == scorer().field(answer, name) for name in fields}
        right.update(name for name, hit in hits.items() if hit)
        right["whole card"] += all(hits[name] for name in card)
        if isinstance(row["expect"]["client"], str):
            plain += 1
            right["sure"] += answer["sure"]
        wrong_and_sure += answer["sure"] and not hits["client"]
    per_cent = {name: 100 * right[name] / len(rows) for name in (*fields, "whole card")}
    per_cent["sure"] = 100 * right["sure"] / max(plain, 1)
    return per_cent, wrong_and_sure
