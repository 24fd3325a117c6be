"""The names learned from a member, listed in /settings; a tap forgets one."""

from handlers.context import Context
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from locales.markup import join
from services import aliases


def show(c: Context) -> Reply:
    """The list, or another page of it."""
    return Reply([_page(c, int(c.data.get("offset", 0)))])


def forget(c: Context) -> Reply:
    """A name pressed, in the list or under the card that taught it: it is forgotten."""
    text = aliases.forget(c.tx, c.actor, int(c.data["name"]))
    if text is None:
        return c.toast("aliases.gone")
    if "offset" not in c.data:
        return c.toast("aliases.forgotten", text=text)
    return Reply([_page(c, int(c.data["offset"]))], toast=c.words.plain("aliases.forgotten", text=text))


def _page(c: Context, offset: int) -> Message:
    found = aliases.known(c.tx, c.actor)
    offset = min(offset, max(0, (len(found) - 1) // PAGE * PAGE))
    shown = found[offset : offset + PAGE]
    rows = [
        [Button(c.words.plain("aliases.forget", text=each.text), "aliases.forget", {"name": each.id, "offset": offset})]
        for each in shown
    ]
    rows.append(turning(c, "aliases.show", offset, len(found)))
    rows.append([c.button("common.back", "staff.settings"), c.button("common.close", "common.close")])
    if not shown:
        return c.say("aliases.none", rows)
    lines = [c.t("aliases.list"), "", *(c.t("aliases.line", text=each.text, name=each.name) for each in shown)]
    return Message(join(lines), rows)
