"""Phrases in the making, and English lengths of time joined from their words."""

from dataclasses import dataclass
from datetime import date, datetime

from language.dates import reckoning
from language.dates.pieces import LIST, Token, one_span
from language.dates.reckoning import PARTS_OF_DAY, When


@dataclass(slots=True)
class Time:
    """A time of day as it was said: the part, and the clock where one was named."""

    part: str | None = None
    clock: tuple[int, int, bool] | None = None

    def order(self) -> float:
        """A rough place in the day, to tell whether one time comes after another."""
        if self.clock is not None:
            at = reckoning.clock(date(2000, 1, 3), self.part, *self.clock)
            return (at - datetime(2000, 1, 3)).total_seconds() / 3600 if at else 0
        return sum(PARTS_OF_DAY.get(self.part or "", (12, 12))) / 2


@dataclass(slots=True)
class Draft:
    """A mention in the making, from one place in the text to another."""

    begin: int
    finish: int
    day: When | None = None
    time: Time | None = None
    until: "Draft | None" = None
    deadline: bool = False


_AMOUNT = {"num", "article", "couple", "few", "half_span", "counted"}


def english_spans(pieces: list[Token]) -> list[Token]:
    """Join "two weeks", "half an hour", "an hour and a half" into one piece, as the Chinese ones are."""
    result: list[Token] = []
    at = 0
    while at < len(pieces):
        token = pieces[at]
        if token.kind == "unit" and token.value == "fortnight":
            token = token._replace(kind="span", value=(1, None, "fortnight", False))
        if token.kind in _AMOUNT and at + 1 < len(pieces):
            more, next_at = 0.0, at + 1
            if pieces[next_at].kind == "joiner":
                more, next_at = 0.5, next_at + 1
            unit = pieces[next_at]
            if unit.kind == "unit" and token.value is not None:
                finish, after = unit.finish, next_at + 1
                if after < len(pieces) and pieces[after].kind == "joiner":
                    more, finish, after = 0.5, pieces[after].finish, after + 1
                vague = token.kind == "few"
                value = (token.value + more, None, unit.value, vague)
                before = len(result) - 1 - (len(result) > 0 and result[-1].kind == LIST)
                if before >= 0 and result[before].kind == "span" and (joined := one_span(result[before].value, value)):
                    result[before:] = [Token("span", result[before].begin, finish, joined)]
                else:
                    result.append(Token("span", token.begin, finish, value))
                at = after
                continue
        result.append(token)
        at += 1
    return result
