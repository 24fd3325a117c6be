"""/start, /help, /language and /settings: who I am to the bot, and how it speaks to me."""

from dataclasses import replace

from domain.staff import LEADING, RECORDING, Actor, Role
from handlers.context import Context
from handlers.keyboard import keyboard
from handlers.turn import Button, Message, Reply
from locales.markup import join
from locales.words import LANGUAGES, words
from services import staff as members


def welcome(c: Context) -> Reply:
    """Greet a member who has just enrolled, or says /start again: what to do first, and the keyboard."""
    role = c.t(f"staff.role_{c.actor.role}")
    lines = [c.t("staff.welcome", name=c.actor.staff.name, role=role, org=c.actor.organisation.name)]
    lines.append(c.t(_first_step(c.actor.role)))
    return Reply([Message(join(lines, "\n\n"), keyboard=keyboard(c.actor.role, c.words))], commands=True)


def _first_step(role: Role) -> str:
    if role in LEADING:
        return "staff.first_leader"
    if role is Role.ADMIN:
        return "staff.first_admin"
    return "staff.first_manager" if role in RECORDING else "staff.first_other"


def start(c: Context) -> Reply:
    """/start by a member: an invitation code handed in again is not needed and not used."""
    return welcome(c)


def help_(c: Context) -> Reply:
    """/help: what one can do here, with examples in the words people use."""
    lines = [c.t(_help_key(c.actor.role))]
    return Reply([Message(join(lines), keyboard=keyboard(c.actor.role, c.words))])


def _help_key(role: Role) -> str:
    if role in LEADING:
        return "staff.help_leader"
    if role is Role.ADMIN:
        return "staff.help_admin"
    return "staff.help_manager" if role in RECORDING else "staff.help_other"


def settings(c: Context) -> Reply:
    """/settings: the language, with the present one marked in words."""
    rows = [[Button(_language_label(c, language), "staff.language", {"language": language})] for language in LANGUAGES]
    if c.actor.role in RECORDING:
        rows.append([c.button("aliases.learned", "aliases.show")])
    if c.actor.role in LEADING:
        rows.append([c.button("teams.to_settings", "teams.settings")])
    rows.append([c.button("common.close", "common.close")])
    return Reply([c.say("staff.settings", rows, language=c.t(f"staff.language_{c.words.language}"))])


def _language_label(c: Context, language: str) -> str:
    label = words(language).plain(f"staff.language_{language}")
    return c.words.plain("staff.chosen", what=label) if language == c.words.language else label


def choose_language(c: Context) -> Reply:
    """A language pressed in /settings: from this very answer on it is spoken."""
    language = c.data["language"]
    members.set_language(c.tx, c.actor, language)
    actor = Actor(replace(c.actor.staff, language=language), c.actor.organisation)
    spoken = replace(c, actor=actor, words=words(language))
    shown = settings(spoken).messages
    keys = Message(spoken.t("staff.language_set"), keyboard=keyboard(actor.role, spoken.words), fresh=True)
    return Reply([*shown, keys], commands=True)
