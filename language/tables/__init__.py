"""Word lists and character tables, one text file each: adding a word is one line (or one word) in one file.

`traditional.txt` and `pinyin.txt` are made by `build.py`; the others are written by hand.
"""

from pathlib import Path


def lines(name: str) -> list[list[str]]:
    """The words of every line of a table, comments left out."""
    text = Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]


def words(name: str) -> list[str]:
    """All words of a table."""
    return [word for line in lines(name) for word in line]
