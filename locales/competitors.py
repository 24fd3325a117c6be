"""What competitors are called in each language; records keep the short name of `language/tables/competitors.txt`."""

import csv
from functools import cache
from pathlib import Path


@cache
def _names() -> dict[str, dict[str, str]]:
    with Path(__file__).with_name("competitors.csv").open(encoding="utf-8", newline="") as file:
        return {row["zh_Hans"]: row for row in csv.DictReader(file)}


def competitor_name(name: str, language: str) -> str:
    """A competitor in the reader's language; one that is not in the table is called as it was written."""
    known = _names().get(name)
    return known[language] if known else name
