"""Makes `traditional.txt` and `pinyin.txt`, the two tables of characters; run only to renew them.

    uv run python -m language.tables.build TSCharacters.txt

`TSCharacters.txt` is OpenCC's list of traditional characters and their simplified forms (Apache License 2.0, from the
`opencc-python-reimplemented` wheel); the readings are pypinyin's (MIT). The product itself loads neither library:
pypinyin alone would take 58 MB.
"""

import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

HERE = Path(__file__).parent
BASIC = range(0x4E00, 0x9FA6)


def toneless(reading: str) -> str:
    """`nǚ` → `nv`, `zhāng` → `zhang`: the reading as typed on a keyboard."""
    plain = unicodedata.normalize("NFD", reading)
    plain = plain.replace("u\u0308", "v")
    return "".join(sign for sign in plain if sign.isascii() and sign.isalpha())


def simplified_forms(path: Path) -> dict[str, str]:
    """Traditional character → its first simplified form, both in the basic planes of one UTF-16 unit."""
    forms: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        first = new.split()[0] if new.split() else ""
        if len(old) == len(first) == 1 and old != first and ord(old) <= 0xFFFF and ord(first) <= 0xFFFF:
            forms[old] = first
    return forms


def readings(skip: dict[str, str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Each character's usual reading, and other readings that at least every tenth word holding it uses."""
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, sounds in phrases_dict.items():
        for sign, sound in zip(phrase, sounds, strict=False):
            heard[sign][toneless(sound[0])] += 1
    usual: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    for code in BASIC:
        sign = chr(code)
        if code not in pinyin_dict or sign in skip:
            continue
        listed = list(dict.fromkeys(filter(None, map(toneless, pinyin_dict[code].split(",")))))
        if not listed:
            continue
        usual[sign] = listed[0]
        total = sum(heard[sign].values())
        more = [s for s in listed[1:] if heard[sign][s] >= 3 and heard[sign][s] * 10 >= total]
        if more:
            others[sign] = more
    return usual, others


def main() -> None:
    """Write both tables beside this file."""
    forms = simplified_forms(Path(sys.argv[1]))
    groups: dict[str, str] = defaultdict(str)
    for old, new in sorted(forms.items()):
        groups[new] += old
    head = "# simplified, then its traditional and variant forms. From OpenCC's TSCharacters (Apache License 2.0).\n"
    text = head + "".join(f"{new}{old}\n" for new, old in sorted(groups.items()))
    (HERE / "traditional.txt").write_text(text, encoding="utf-8")

    usual, others = readings(forms)
    sounds: dict[str, str] = defaultdict(str)
    also: dict[str, str] = defaultdict(str)
    for sign, sound in usual.items():
        sounds[sound] += sign
    for sign, more in others.items():
        for sound in more:
            also[sound] += sign
    head = "# reading, the characters read so; `also`: other readings of a character. Made from pypinyin (MIT).\n"
    text = head + "".join(f"{sound} {signs}\n" for sound, signs in sorted(sounds.items()))
    text += "".join(f"also {sound} {signs}\n" for sound, signs in sorted(also.items()))
    (HERE / "pinyin.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
