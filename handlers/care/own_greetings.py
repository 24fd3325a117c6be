"""/greetings: greetings that the team wrote itself (R3.5): shown, added, taken out of use."""

from domain.greetings import COOPERATION, FOUNDING, Register
from domain.holidays import BY_WORD
from handlers.context import Context
from handlers.moments import holiday_name
from handlers.paging import PAGE, turning
from handlers.turn import Button, Message, Reply
from handlers.visit_card import short
from language.characters import fold
from locales.markup import Markup, join
from services import greetings
from services.greetings import WHOM, Own
from storage.drafts import Draft

NOUN = "greetings"
_FEW = ("birthday", "春节", "端午节", "中秋节", "国庆节", "教师节", FOUNDING, COOPERATION)


def show(c: Context) -> Reply:
    """The team's own greetings, five to a page."""
    offset = int(c.data.get("offset", 0))
    found = greetings.own(c.tx, c.actor)
    lines: list[str] = [c.t("care.own_heading", n=len(found)) if found else c.t("care.own_none")]
    shown = found[offset : offset + PAGE]
    lines += [c.t("care.own_line", moment=_subject(c, one.subject), text=_readable(c, one)) for one in shown]
    rows = [[Button(f"🗑 {short(_readable(c, one), 24)}", "greetings.remove", {"greeting": one.id})] for one in shown]
    rows.append(turning(c, "greetings.show", offset, len(found)))
    rows.append([c.button("care.own_add", "greetings.add"), c.button("common.close", "common.close")])
    mine = c.draft if c.draft and c.draft.noun == NOUN else None
    return Reply([Message(join([Markup(each) for each in lines]), rows)], ends=mine)


def _subject(c: Context, subject: str) -> str:
    if subject in BY_WORD:
        return holiday_name(c.words, subject)
    return c.words.plain(f"care.subject_{subject}")


def _readable(c: Context, one: Own) -> str:
    return one.text.replace(WHOM, c.words.plain("care.whom"))


def add(c: Context) -> Reply:
    """Add one: for which moment? The common ones, or a name typed."""
    buttons = [Button(_subject(c, each), "greetings.subject", {"subject": each}) for each in _FEW]
    rows = [buttons[:4], buttons[4:], [c.button("common.back", "greetings.show")]]
    draft = Draft(NOUN, "subject", {}, c.draft.id if c.draft and c.draft.noun == NOUN else None)
    return Reply([c.say("care.own_ask_moment", rows)], draft=draft)


def subject(c: Context) -> Reply:
    """A moment pressed: for whom, formally or warmly?"""
    return _ask_register(c, c.data["subject"])


def _ask_register(c: Context, chosen: str) -> Reply:
    buttons = [
        c.button(f"care.register_{each}", "greetings.register", subject=chosen, register=each) for each in Register
    ]
    rows = [buttons, [c.button("common.back", "greetings.add")]]
    draft = Draft(NOUN, "register", {"subject": chosen}, c.draft.id if c.draft else None)
    return Reply([c.say("care.own_ask_register", rows, moment=_subject(c, chosen))], draft=draft)


def register(c: Context) -> Reply:
    """A register pressed: the words."""
    chosen = {"subject": c.data["subject"], "register": c.data["register"]}
    rows = [[c.button("common.back", "greetings.show")]]
    draft = Draft(NOUN, "text", chosen, c.draft.id if c.draft else None)
    return Reply([c.say("care.own_ask_text", rows)], draft=draft)


def typed(c: Context) -> Reply | None:
    """A moment's name, or the words of the greeting, typed."""
    assert c.draft is not None
    if c.draft.step == "subject":
        named = next((word for word in BY_WORD if fold(word) == fold(c.turn.text.strip())), None)
        return _ask_register(c, BY_WORD[named].name) if named else None
    if c.draft.step != "text" or not c.turn.text.strip():
        return None
    chosen = c.draft.data
    one = greetings.add_own(c.tx, c.actor, chosen["subject"], Register(chosen["register"]), c.turn.text, c.now)
    rows = [[c.button("care.undo", "greetings.remove", greeting=one.id)], [c.button("care.own_all", "greetings.show")]]
    return Reply([c.say("care.own_added", rows, moment=_subject(c, one.subject), text=_readable(c, one))], ends=c.draft)


def remove(c: Context) -> Reply:
    """Take one out of use."""
    one = greetings.remove_own(c.tx, c.actor, int(c.data["greeting"]), c.now)
    rows = [[c.button("care.own_all", "greetings.show")]]
    return Reply([c.say("care.own_removed", rows, text=_readable(c, one))])
