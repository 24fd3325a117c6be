"""/duplicates: what may stand in the records twice, side by side, merged by one press and parted by another (R1.8)."""

from typing import Any, Literal

from domain.clients import FACTS as CLIENT_FACTS
from domain.persons import FACTS as PERSON_FACTS
from domain.staff import LEADING
from handlers import fields
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from locales.markup import join
from services import clients, duplicates, persons

Rows = list[list[Button]]


def show(c: Context) -> Reply:
    """The pairs, five to a page; who does not lead sees those of persons."""
    offset = int(c.data.get("offset", 0))
    found = [pair for pair in duplicates.find(c.tx, c.actor) if pair.noun == "persons" or c.actor.role in LEADING]
    if not found:
        return Reply([c.say("clients.no_duplicates")])
    shown = found[offset : offset + PAGE]
    lines: list[str] = [c.t("clients.duplicates_heading", n=len(found)), ""]
    rows: Rows = []
    for place, pair in enumerate(shown, offset + 1):
        why = c.words.plain(f"clients.same_{pair.reason}")
        lines.append(c.t("clients.pair_line", place=place, one=pair.names[0], other=pair.names[1], why=why))
        label = c.words.plain("clients.pair", place=place)
        rows.append([Button(label, "clients.pair", {"noun": pair.noun, "one": pair.one, "other": pair.other})])
    rows = [[button for row in rows for button in row], turning(c, "clients.duplicates", offset, len(found))]
    rows.append([c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)])


def pair(c: Context) -> Reply:
    """Two side by side: what they share once, what differs twice."""
    noun: Literal["clients", "persons"] = "clients" if c.data["noun"] == "clients" else "persons"
    one, other = (_load(c, noun, int(c.data[each])) for each in ("one", "other"))
    lines: list[str] = [c.t("clients.pair_heading"), f"① {_title(c, noun, one)}", f"② {_title(c, noun, other)}", ""]
    for name in CLIENT_FACTS if noun == "clients" else PERSON_FACTS:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine != theirs:
            both = f"① {_value(c, noun, name, mine)}　② {_value(c, noun, name, theirs)}"
            lines.append(fields.written(c, fields.label(c, noun, name), both))
    lines += ["", c.t("clients.pair_explained")]
    this = {"noun": noun, "one": one.id, "other": other.id}
    rows: Rows = [
        [Button(c.words.plain("clients.keep", name=f"① {one.name}"), "clients.merge", {**this, "kept": one.id})],
        [Button(c.words.plain("clients.keep", name=f"② {other.name}"), "clients.merge", {**this, "kept": other.id})],
        [c.button("clients.not_the_same", "clients.apart", **this)],
        [c.button("common.back", "clients.duplicates")],
    ]
    return Reply([Message(join(lines), rows)])


def _load(c: Context, noun: str, row_id: int) -> Any:
    return (clients if noun == "clients" else persons).load(c.tx, c.actor, row_id)


def _title(c: Context, noun: str, each: Any) -> str:
    if noun == "clients":
        return str(each.name)
    return f"{each.name}（{clients.load(c.tx, c.actor, each.client_id).name}）"


def _value(c: Context, noun: str, name: str, value: Any) -> str:
    if value in (None, ""):
        return c.words.plain("common.empty")
    text = fields.shown(c, noun, name, value)
    return text if len(text) <= 60 else text[:59] + "…"


def merge(c: Context) -> Reply:
    """Keep this one: the other goes into it, with nothing lost."""
    noun: Literal["clients", "persons"] = "clients" if c.data["noun"] == "clients" else "persons"
    kept = int(c.data["kept"])
    gone = next(int(c.data[each]) for each in ("one", "other") if int(c.data[each]) != kept)
    name = _load(c, noun, gone).name
    merge_id = duplicates.merge(c.tx, c.actor, noun, kept, gone, c.now)
    open_it = {"client": kept} if noun == "clients" else {"person": kept}
    rows: Rows = [
        [c.button("clients.undo_merge", "clients.part", merge=merge_id)],
        [c.button("clients.open", f"{noun}.show", **open_it), c.button("clients.next_pair", "clients.duplicates")],
    ]
    return Reply([c.say("clients.merged", rows, name=name, kept=_load(c, noun, kept).name)])


def part(c: Context) -> Reply:
    """Undo a merge."""
    done = duplicates.part(c.tx, c.actor, int(c.data["merge"]), c.now)
    this = {"noun": done.subject, "one": done.kept_id, "other": done.gone_id}
    rows: Rows = [[c.button("clients.pair_again", "clients.pair", **this)]]
    return Reply([c.say("clients.parted", rows)])


def apart(c: Context) -> Reply:
    """They are not the same, and are not asked about again."""
    noun: Literal["clients", "persons"] = "clients" if c.data["noun"] == "clients" else "persons"
    duplicates.keep_apart(c.tx, c.actor, noun, int(c.data["one"]), int(c.data["other"]), c.now)
    return show(c)
