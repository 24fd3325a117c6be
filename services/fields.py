"""The fields of clients and persons as people write them: one reader for sheets and for what is typed in chat.

`read` turns a text into what the column keeps and raises Refused, in words, for what cannot be that.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from domain import lunar
from domain.clients import ClientClass
from domain.errors import Refused
from domain.persons import Birthday, BirthdayType, PersonRole, Sex
from language.characters import fold
from language.numerals import whole
from services import days

LONGEST = 4000
"""Characters in one field."""

LONGEST_NAME = 80
"""Characters in a name or an alias."""


def label_key(noun: str, field: str) -> str:
    """The text that says what a field of clients, persons or contracts is called."""
    known = {"consent_at": "consent", "manager_id": "manager", "chief_manager_id": "chief_manager"}.get(field, field)
    known = known.rstrip("_")
    if noun == "contracts":
        return f"contracts.field_{known}"
    return f"clients.field_{known}" if noun == "clients" else f"persons.field_{known}"


def _table(rows: dict[Any, str]) -> dict[str, Any]:
    return {word: value for value, words in rows.items() for word in words.split()}


_CLASSES = _table(
    {
        ClientClass.A: "a a类 a级 a类客户 a类集团 类a class-a a-class",
        ClientClass.B: "b b类 b级 b类客户 b类集团 类b class-b b-class",
        ClientClass.C: "c c类 c级 c类客户 c类集团 类c class-c c-class",
        ClientClass.DIAMOND: "diamond 钻石 钻石卡 钻卡 全球通钻石卡 钻石vip 钻石客户",
        ClientClass.GOLD: "gold 金卡 金 全球通金卡 金卡vip 金卡客户 黄金",
    }
)
_SEXES = _table(
    {
        Sex.MALE: "male m man mr 男 男性 男士 先生",
        Sex.FEMALE: "female f woman ms mrs miss 女 女性 女士 小姐",
    }
)
_BIRTHDAY_TYPES = _table(
    {
        BirthdayType.SOLAR: "solar gregorian 公历 阳历 新历 国历 西历",
        BirthdayType.LUNAR: "lunar 农历 阴历 旧历 夏历",
        BirthdayType.LUNAR_LEAP: "lunar_leap lunar-leap leap 农历闰月 闰月 阴历闰月 农历闰",
    }
)
_ROLES = _table(
    {
        PersonRole.CONTACT: "contact 联系人 日常联系人 经办人 联络人",
        PersonRole.LEADER: "leader 集团领导 领导 单位领导 集团主管",
        PersonRole.BUSINESS_OWNER: "business_owner business-owner 业务负责人 负责人 业务主管",
        PersonRole.INFLUENCER: "influencer 其他影响人 影响人 其它影响人",
        PersonRole.SELF: "self 本人 机主 机主本人",
    }
)
_CONSENT = _table({True: "是 已同意 同意 有 y yes true 1 ok", False: "否 不同意 无 没有 n no false 0"})
_NUMBER = re.compile(
    r"(?:约|大约|近|about )?([\d.]+|[零〇一二两三四五六七八九十百千]+)(万)?余?(?:多|名|人|位|个)*(?:左右|以上|\+)?"
)


def text(written: str) -> str:
    """Trimmed, without control characters. Raises Refused where it is too long to be a field."""
    clean = "".join(sign for sign in written if sign >= " " or sign in "\n\t").strip().removeprefix("\ufeff")
    if len(clean) > LONGEST:
        raise Refused("fields.too_long", most=LONGEST)
    return clean


def name(written: str) -> str:
    """A name on one line. Raises Refused for an empty or overlong one."""
    clean = " ".join(text(written).split())
    if not clean:
        raise Refused("fields.name_missing")
    if len(clean) > LONGEST_NAME:
        raise Refused("fields.too_long", most=LONGEST_NAME)
    return clean


def aliases(written: str) -> tuple[str, ...]:
    """Several names, written a|b (or with 、 or ;)."""
    parts = (" ".join(part.split()) for part in re.split(r"[|｜;；、\n]", text(written)))
    return tuple(dict.fromkeys(name(part) for part in parts if part))


def _word(table: dict[str, Any], key: str) -> Callable[[str], Any]:
    def read_word(written: str) -> Any:
        value = table.get(re.sub(r"\s+", "-", fold(written.strip())), table.get("".join(fold(written).split())))
        if value is None:
            raise Refused(key, text=_shown(written))
        return value

    return read_word


class_ = _word(_CLASSES, "fields.not_a_class")
sex = _word(_SEXES, "fields.not_a_sex")
birthday_type = _word(_BIRTHDAY_TYPES, "fields.not_a_birthday_type")


def role(written: str) -> str:
    """A role of ours where the word means one; any other word is kept as it was written (R1.2)."""
    return str(_ROLES.get("".join(fold(written).split()), text(written)))


def number(written: str) -> int:
    """A count: 300, 1,200, 约300人, 1.2万, 三百."""
    found = _NUMBER.fullmatch(fold(written).strip().replace(",", ""))
    value = None
    if found and found[1].replace(".", "", 1).isdigit():
        value = round(float(found[1]) * (10_000 if found[2] else 1))
    elif found and (worded := whole(found[1])) is not None:
        value = worded * (10_000 if found[2] else 1)
    if value is None or value > 100_000_000:
        raise Refused("fields.not_a_number", text=_shown(written))
    return value


def phone(written: str) -> str:
    """A phone number, kept as it was typed. Raises Refused for what has no digits to dial."""
    clean = " ".join(text(written).split())
    if len(digits(clean)) < 3 or len(clean) > 60:
        raise Refused("fields.not_a_phone", text=_shown(written))
    return clean


_NUMBER_ALONE = re.compile(r"\+?[\d\s()-]{7,20}")


def is_phone(written: str) -> bool:
    """Whether these words are a phone number and nothing else."""
    return _NUMBER_ALONE.fullmatch(fold(written.strip())) is not None and len(digits(written)) >= 7


def digits(written: str) -> str:
    """The digits of a phone number alone, without the country code of the mainland; for comparing."""
    plain = re.sub(r"\D", "", fold(written))
    for prefix in ("0086", "86"):
        if plain.startswith(prefix) and len(plain) - len(prefix) in (10, 11):
            return plain[len(prefix) :]
    return plain


def doubtful_phone(written: str) -> bool:
    """Whether no numbering plan around here knows this number: worth a hint, no reason to refuse it."""
    import phonenumbers  # takes longer to import than everything else here

    first = re.split(r"[,，、;；/]|转|ext", written)[0]
    for region in ("CN", "HK", "MO", "TW"):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(first, region)):
                return False
        except phonenumbers.NumberParseException:
            continue
    return len(digits(first)) > 6


def past_day(written: str, today: date) -> date:
    """A day that has come, such as a founding day."""
    day = days.day(written)
    if day > today:
        raise Refused("fields.in_future", text=_shown(written))
    return day


def birthday(written: str, today: date, type_: BirthdayType | None = None) -> Birthday:
    """A birthday, with or without its year, in the calendar that is said with it or in `type_` (solar if neither).

    Raises Refused for a day that its calendar does not have: 30 February, the 30th of a lunar month of 29 days.
    """
    read_as = days.year_month_day(written)
    if read_as is None:
        raise Refused("fields.not_a_birthday", text=_shown(written))
    said = BirthdayType.LUNAR_LEAP if read_as.leap else BirthdayType.LUNAR if read_as.lunar else None
    if said and type_ and said is not type_ and (type_ is BirthdayType.SOLAR or said is BirthdayType.LUNAR_LEAP):
        raise Refused("fields.birthday_types_differ", text=_shown(written))
    found = Birthday(read_as.month, read_as.day, read_as.year, type_ or said or BirthdayType.SOLAR)
    if found.year is not None and not 1900 <= found.year <= today.year:
        raise Refused("fields.birthday_year", text=_shown(written))
    (_check_solar if found.solar else _check_lunar)(found, written)
    if found.solar and found.year is not None and date(found.year, found.month, found.day) > today:
        raise Refused("fields.in_future", text=_shown(written))
    return found


def _check_solar(found: Birthday, written: str) -> None:
    try:
        date(found.year or 2000, found.month, found.day)
    except ValueError:
        raise Refused("fields.no_such_day", text=_shown(written)) from None


def _check_lunar(found: Birthday, written: str) -> None:
    leap = found.type is BirthdayType.LUNAR_LEAP
    if not (1 <= found.month <= 12 and 1 <= found.day <= 30):
        raise Refused("fields.no_such_lunar_day", text=_shown(written))
    if found.year is None:
        return
    most = lunar.days_in_month(found.year, found.month, leap)
    if not most:
        raise Refused("fields.no_such_leap_month", year=found.year, month=found.month)
    if found.day > most:
        raise Refused("fields.lunar_month_is_short", year=found.year, month=found.month, days=most)


def consent(written: str, today: date, zone: ZoneInfo) -> datetime | None:
    """Consent to keep personal data: yes (today), no (None), or the day it was given, as an aware instant."""
    said = _CONSENT.get("".join(fold(written).split()))
    if said is False:
        return None
    return datetime.combine(today if said else past_day(written, today), time(12), zone)


def _shown(written: str) -> str:
    return written if len(written) <= 40 else written[:39] + "…"


def read_client(field: str, written: str, today: date) -> Any:
    """What the column of a client keeps for a text. Raises Refused."""
    reader = {"name": name, "class_": class_, "phone": phone, "fax": phone}.get(field)
    if reader:
        return reader(written)
    if field == "founded_on":
        return past_day(written, today)
    return number(written) if field in ("employees", "rank_by_revenue", "rank_by_tax") else text(written)


def read_person(field: str, written: str, today: date) -> Any:
    """What the column of a person keeps for a text; a birthday is read by `birthday`. Raises Refused."""
    return {"name": name, "sex": sex, "phone": phone, "role": role}.get(field, text)(written)


def read_contract(field: str, written: str, today: date) -> Any:
    """What the column of a contract keeps for a text. Raises Refused."""
    return days.day(written) if field in ("starts_on", "ends_on") else name(written)
