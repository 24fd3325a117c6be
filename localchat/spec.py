"""The official Bot API (bot-api.json) compiled into checks, once, when a method or type is first asked for.

A check takes a value and the place it stands at, and gives the value back or raises `ApiError`. `native` checks read
JSON values; `wire` checks also read what forms and query strings carry: everything as text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from localchat.errors import bad_request

Check = Callable[[Any, str], Any]

_INTEGER = re.compile(r"[+-]?\d{1,19}\Z")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TRUTH = {"true": True, "True": True, "1": True, "yes": True, "false": False, "False": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came within a multipart body."""

    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the specification: the check of each parameter as it comes over the wire, and the required ones."""

    name: str
    parameters: Mapping[str, Check]
    required: tuple[str, ...]


@cache
def official() -> dict[str, Any]:
    """The specification as published, without its descriptions."""
    text = (Path(__file__).parent / "bot-api.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def method(name: str) -> Method:
    """The compiled method; KeyError when the specification has none of that name."""
    fields = official()["methods"][name]
    return Method(
        name,
        {name: _wire(tuple(about["types"])) for name, about in fields.items()},
        tuple(name for name, about in fields.items() if about.get("required")),
    )


@cache
def type_check(name: str) -> Check:
    """The check of one type by its name in the specification, such as `Message` or `Array of Update`."""
    return _native((name,))


def _wrong(where: str, expected: str) -> Exception:
    return bad_request(f'can\'t parse "{where}": {expected} expected')


def _integer(value: Any, where: str) -> int:
    if type(value) is not int:
        raise _wrong(where, "Integer")
    return value


def _float(value: Any, where: str) -> float:
    if type(value) not in (int, float):
        raise _wrong(where, "Float")
    return float(value)


def _string(value: Any, where: str) -> str:
    if type(value) is not str:
        raise _wrong(where, "String")
    if not value.isascii() and _LONE_SURROGATE.search(value):
        raise bad_request("strings must be encoded in UTF-8")
    return value


def _boolean(value: Any, where: str) -> bool:
    if type(value) is not bool:
        raise _wrong(where, "Boolean")
    return value


def _true(value: Any, where: str) -> bool:
    if value is not True:
        raise _wrong(where, "True")
    return True


def _file(value: Any, where: str) -> Upload:
    if type(value) is not Upload:
        raise _wrong(where, "InputFile")
    return value


def _rich_text(value: Any, where: str) -> Any:
    """Plain text, a list of rich texts, or one of the objects around a rich text."""
    if type(value) is str:
        return _string(value, where)
    if type(value) is list:
        return [_rich_text(each, where) for each in value]
    return _subtype("RichText", tuple(official()["types"]["RichText"]["subtypes"]))(value, where)


_PLAIN: dict[str, Check] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "Boolean": _boolean,
    "True": _true,
    "InputFile": _file,
    "RichText": _rich_text,
}


@cache
def _native(types: tuple[str, ...]) -> Check:
    if len(types) > 1:
        if all(name.startswith("Array of ") for name in types):  # an album mixes photos and videos
            items = tuple(name.removeprefix("Array of ") for name in types)
            return _array(_subtype(" or ".join(items), items))
        return _one_of(types)
    name = types[0]
    if name in _PLAIN:
        return _PLAIN[name]
    if name.startswith("Array of "):
        return _array(_native((name.removeprefix("Array of "),)))
    about = official()["types"][name]
    if "subtypes" in about:
        return _subtype(name, tuple(about["subtypes"]))
    return _object(name, about["fields"])


def _array(item: Check) -> Check:
    def check(value: Any, where: str) -> list[Any]:
        if type(value) is not list:
            raise _wrong(where, "Array")
        return [item(each, where) for each in value]

    return check


def _object(name: str, fields: Mapping[str, Mapping[str, Any]]) -> Check:
    checks: dict[str, Check] = {}
    required = tuple(field for field, about in fields.items() if about.get("required"))
    fixed = {field: about["value"] for field, about in fields.items() if "value" in about}

    def check(value: Any, where: str) -> dict[str, Any]:
        if type(value) is not dict:
            raise _wrong(where, name)
        if not checks:  # compiled on first use, since types refer to one another in circles
            checks.update({field: _native(tuple(about["types"])) for field, about in fields.items()})
        checked = {}
        for key, inner in value.items():
            if inner is None:
                continue
            inner_check = checks.get(key)
            if inner_check is None:
                raise bad_request(f'unknown field "{key}" of {name} in "{where}"')
            checked[key] = inner_check(inner, key)
        for key in required:
            if key not in checked:
                raise bad_request(f'can\'t find field "{key}" of {name} in "{where}"')
        for key, expected in fixed.items():
            if checked.get(key) != expected:
                raise bad_request(f'field "{key}" of {name} must be "{expected}"')
        return checked

    return check


def _subtype(name: str, subtypes: tuple[str, ...]) -> Check:
    """Told apart by the field that says which one it is, where all have one; else the first that fits."""
    types = official()["types"]
    for tag in ("type", "status", "source"):
        tags = {types[each].get("fields", {}).get(tag, {}).get("value"): each for each in subtypes}
        if None not in tags and len(tags) == len(subtypes):
            return _tagged(name, tag, tags)
    return _one_of(subtypes)


def _tagged(name: str, tag: str, tags: Mapping[str, str]) -> Check:
    def check(value: Any, where: str) -> Any:
        if type(value) is not dict:
            raise _wrong(where, name)
        chosen = tags.get(value.get(tag, ""))
        if chosen is None:
            raise bad_request(f'field "{tag}" of {name} in "{where}" is none of {", ".join(sorted(tags))}')
        return _native((chosen,))(value, where)

    return check


def _one_of(types: tuple[str, ...]) -> Check:
    def check(value: Any, where: str) -> Any:
        refused: Exception | None = None
        for name in types:
            try:
                return _native((name,))(value, where)
            except Exception as error:
                refused = _better(refused, error, name, value)
        assert refused is not None
        raise refused

    return check


def _better(kept: Exception | None, new: Exception, name: str, value: Any) -> Exception:
    """Of several refusals, the one of the type that shares a field with the value says most."""
    fields = official()["types"].get(name, {}).get("fields", {})
    meant = type(value) is dict and any(field in fields and fields[field].get("required") for field in value)
    return new if kept is None or meant else kept


@cache
def _wire(types: tuple[str, ...]) -> Check:
    """The check of a parameter: a form carries numbers, truth values and JSON as text."""
    native = _native(types)
    if types == ("String",):
        return _string
    if types in (("Boolean",), ("True",)):
        return _wire_boolean
    if types in (("Float",), ("Integer",)):
        return _wire_number(native, types[0])
    if types == ("Integer", "String"):
        return _wire_chat
    if "String" in types or "InputFile" in types:
        return native

    def check(value: Any, where: str) -> Any:
        if type(value) is str:
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(f'can\'t parse "{where}": it is no JSON') from None
        return native(value, where)

    return check


def _wire_boolean(value: Any, where: str) -> bool:
    if type(value) is bool:
        return value
    if type(value) is str and value in _TRUTH:
        return _TRUTH[value]
    raise _wrong(where, "Boolean")


def _wire_number(native: Check, name: str) -> Check:
    convert: Callable[[str], int | float] = int if name == "Integer" else float

    def check(value: Any, where: str) -> Any:
        if type(value) is str:
            try:
                return convert(value)
            except ValueError:
                raise _wrong(where, name) from None
        return native(value, where)

    return check


def _wire_chat(value: Any, where: str) -> int | str:
    """A number of a chat, or its @name."""
    if type(value) is int:
        return value
    if type(value) is not str:
        raise _wrong(where, "Integer or String")
    return int(value) if _INTEGER.match(value) else value
