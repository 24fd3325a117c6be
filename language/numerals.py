"""Numbers in words: Chinese (to 9999, digit by digit for years) and English (to 99)."""

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "半": 0.5}
TENS = {"廿": 20, "卅": 30}
SCALES = {"十": 10, "百": 100, "千": 1000}

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ENGLISH: dict[str, int] = {word: i for i, word in enumerate(_CARDINALS.split())} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "twenty-four": 24, "forty-five": 45
}  # fmt: skip
ENGLISH_ORDINALS: dict[str, int] = {
    **{word: i for i, word in enumerate(_ORDINALS.split(), start=1)},
    **{f"twenty{j}{word}": 20 + i for j in "- " for i, word in enumerate(_ORDINALS.split()[:9], start=1)},
    "thirtieth": 30,
    "thirty-first": 31,
    "thirty first": 31,
}


def read(word: str) -> float | None:
    """The value of a number in digits or Chinese numerals (1.5, 十二, 廿三, 二〇二六, 半); None if it is none."""
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        pass
    if word in DIGITS:
        return DIGITS[word]
    if all(c in DIGITS and c not in "两半" for c in word):
        return int("".join(str(DIGITS[c]) for c in word)) if word else None
    total, digit = 0, 0
    for char in word:
        if char in SCALES:
            total += (digit or 1) * SCALES[char]
            digit = 0
        elif char in TENS:
            total += TENS[char]
        elif char in DIGITS and char != "半":
            digit = int(DIGITS[char])
        else:
            return None
    return total + digit


def whole(word: str) -> int | None:
    """Like `read`, for whole numbers only."""
    value = read(word)
    return int(value) if value is not None and value == int(value) else None
