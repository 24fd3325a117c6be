"""The stock of gifts (R3.7): what there is, taking in, counting, and the ledger as a sheet."""

import re

from domain.gifts import KEEPING, Item, Movement
from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, File, Message, Reply
from language.characters import fold
from language.numerals import whole
from locales.markup import join
from services import gifts
from services.gifts import yuan
from storage.drafts import Draft

NOUN = "gifts"
_FIGURE = r"(\d{1,6}(?:\.\d{1,2})?|[一二两三四五六七八九十百千]+)"
_PRICE = re.compile(rf"(?:[¥￥@]\s*{_FIGURE}|(?:每\S?|单价|each)?\s*{_FIGURE}\s*(?:元|块钱?|yuan|rmb))", re.IGNORECASE)
_PIECES = re.compile(
    rf"(?:[x×*]\s*)?{_FIGURE}\s*(?:个|盒|箱|束|篮|瓶|罐|袋|套|份|张|盆|斤|提|条|本|只|块|包|件|pcs|pieces)?"
)
_HEADINGS = (
    "stock",
    "moves",
    "item",
    "price",
    "in_stock",
    "reserved",
    "when",
    "kind",
    "quantity",
    "who",
    "client",
    "person",
)


def show(c: Context) -> Reply:
    """/gifts: what is in stock, five to a page, and what waits."""
    offset = int(c.data.get("offset", 0))
    items = gifts.items(c.tx, c.actor)
    _, mine = gifts.mine(c.tx, c.actor, 0, 0)
    _, waiting = gifts.to_decide(c.tx, c.actor, 0, 0)
    lines: list[str] = [c.t("gifts.heading", n=len(items)) if items else c.t("gifts.empty")]
    lines += [
        c.t("gifts.line", name=one.name, price=yuan(one.price), n=one.free) for one in items[offset : offset + PAGE]
    ]
    rows = [[Button(one.name, "gifts.item", {"item": one.id})] for one in items[offset : offset + PAGE]]
    rows.append(turning(c, "gifts.show", offset, len(items)))
    rows.append([Button(c.words.plain("gifts.mine", n=mine), "gifts.mine")] if mine else [])
    rows.append([Button(c.words.plain("gifts.to_decide", n=waiting), "gifts.to_decide")] if waiting else [])
    if c.actor.role in KEEPING:
        export = [c.button("gifts.export", "gifts.export")] if items else []
        rows.append([c.button("gifts.new_item", "gifts.take_in"), *export])
    rows.append([c.button("common.close", "common.close")])
    return Reply([Message(join(lines), rows)], ends=c.draft if c.draft and c.draft.noun == NOUN else None)


def item(c: Context) -> Reply:
    """One kind of gift."""
    return _item(c, gifts.item(c.tx, c.actor, int(c.data["item"])))


def _item(c: Context, one: Item, lead: str | None = None) -> Reply:
    lines: list[str] = [lead, ""] if lead else []
    lines.append(c.t("gifts.item", name=one.name, price=yuan(one.price), stock=one.stock, reserved=one.reserved))
    rows = [[c.button("gifts.ask", "gifts.ask", item=one.id)]] if one.free > 0 else []
    if c.actor.role in KEEPING:
        rows.append(
            [
                c.button("gifts.take_in", "gifts.take_in", item=one.id),
                c.button("gifts.count", "gifts.count", item=one.id),
            ]
        )
    rows.append([c.button("common.back", "gifts.show")])
    return Reply([Message(join(lines), rows)], ends=c.draft if c.draft and c.draft.noun == NOUN else None)


def take_in(c: Context) -> Reply:
    """Gifts come in: what, how many, and what one costs, in one line."""
    held = c.data.get("item")
    one = gifts.item(c.tx, c.actor, int(held)) if held else None
    key = "gifts.ask_more" if one else "gifts.ask_new"
    rows = [[c.button("common.back", "gifts.show")]]
    draft = Draft(NOUN, "take_in", {"item": one.id} if one else {}, c.draft.id if c.draft else None)
    return Reply([c.say(key, rows, name=one.name if one else "")], draft=draft)


def taken_in(c: Context) -> Reply:
    """The line typed: 月饼礼盒 20盒 128元."""
    assert c.draft is not None
    held = c.draft.data.get("item")
    one = gifts.item(c.tx, c.actor, int(held)) if held else None
    name, quantity, price = _read(c.turn.text, one)
    if not name or quantity is None or price is None:
        rows = [[c.button("common.back", "gifts.show")]]
        return Reply([c.say("gifts.ask_again", rows)], draft=c.draft)
    found = gifts.stock_in(c.tx, c.actor, name, quantity, price, c.now)
    return _item(c, found, c.t("gifts.taken_in", name=found.name, n=quantity))


def _read(text: str, one: Item | None) -> tuple[str, int | None, int | None]:
    """Name, number and price in cents of a line about goods that came in."""
    folded = fold(text)
    priced = _PRICE.search(folded)
    price = one.price if one else None
    if priced:
        price = round(_number(priced[1] or priced[2]) * 100)
        text, folded = (each[: priced.start()] + " " + each[priced.end() :] for each in (text, folded))
    counted = None
    for counted in _PIECES.finditer(folded):
        if folded[counted.end() :].strip(" ，,。") == "" or folded[: counted.start()].endswith((" ", "x", "，", ",")):
            break
    if counted is None:
        return (one.name if one else text.strip(" ，,。")), None, price
    rest = (text[: counted.start()] + " " + text[counted.end() :]).strip(" ，,。")
    return (one.name if one else rest), int(_number(counted[1])), price


def _number(figure: str) -> float:
    return float(figure) if figure[0].isdigit() else float(whole(figure) or 0)


def count(c: Context) -> Reply:
    """Stock taking: how many are really there?"""
    one = gifts.item(c.tx, c.actor, int(c.data["item"]))
    rows = [[c.button("common.back", "gifts.item", item=one.id)]]
    draft = Draft(NOUN, "count", {"item": one.id}, c.draft.id if c.draft else None)
    return Reply([c.say("gifts.ask_count", rows, name=one.name, n=one.stock)], draft=draft)


def counted(c: Context) -> Reply | None:
    """The number typed."""
    assert c.draft is not None
    found = re.fullmatch(r"\s*(\d{1,6})\s*\S{0,2}\s*", fold(c.turn.text))
    if found is None:
        return None
    one = gifts.count(c.tx, c.actor, int(c.draft.data["item"]), int(found[1]), c.now)
    return _item(c, one, c.t("gifts.counted", name=one.name, n=one.stock))


def export(c: Context) -> Reply:
    """The whole ledger as a spreadsheet."""
    kinds = {each.value: c.words.plain(f"gifts.kind_{each}") for each in Movement}
    headings = tuple(c.words.plain(f"gifts.column_{each}") for each in _HEADINGS)
    content = gifts.export(c.tx, c.actor, headings, kinds, c.now)
    name = c.words.plain("gifts.file", day=c.today.isoformat())
    return Reply([Message(c.t("gifts.exported"), file=File(name, content))])
