"""The ordered table of routes: everything one can say to the bot, who may, and which function answers."""

from domain.staff import LEADING, RECORDING, Role
from handlers import common
from handlers.aliases import names
from handlers.notes import chat, correct
from handlers.notes import log as notes
from handlers.questions import ask
from handlers.routing import Route, Routes
from handlers.staff import invite, start
from handlers.visits import log

ANYONE = frozenset(Role)

ROUTES = Routes(
    [
        Route(start.help_, ANYONE, command="help", menu=True),
        Route(start.start, ANYONE, command="start"),
        Route(start.settings, ANYONE, command="settings", menu=True),
        Route(start.settings, ANYONE, action="staff.settings"),
        Route(start.choose_language, ANYONE, action="staff.language"),
        Route(names.show, RECORDING, action="aliases.show"),
        Route(names.forget, RECORDING, action="aliases.forget"),
        Route(invite.invite, LEADING, command="invite", menu=True),
        Route(invite.page, LEADING, action="staff.invite_page"),
        Route(invite.chosen, LEADING, action="staff.invite"),
        Route(log.undo, RECORDING, action="visits.undo"),
        Route(log.log, RECORDING, intent="visit"),
        *(
            Route(notes.log, RECORDING, intent=intent)
            for intent in ("care", "plan", "demand", "competitor", "next_step")
        ),
        Route(notes.answer, RECORDING, action="notes.answer"),
        Route(notes.typed, RECORDING, draft="notes"),
        Route(notes.show, RECORDING, action="notes.show"),
        Route(notes.change_client, RECORDING, action="notes.change_client"),
        Route(notes.undo, RECORDING, action="notes.undo"),
        Route(notes.restore, RECORDING, action="notes.restore"),
        Route(notes.step_done, RECORDING, action="notes.step_done"),
        Route(notes.step_reopen, RECORDING, action="notes.step_reopen"),
        Route(correct.cancel, RECORDING, intent="cancel"),
        Route(correct.answer, RECORDING, action="corrections.answer"),
        Route(correct.typed, RECORDING, draft="corrections"),
        Route(ask.ask, RECORDING, intent="query"),
        Route(ask.page, RECORDING, action="questions.page"),
        Route(ask.step_done, RECORDING, action="questions.step_done"),
        Route(chat.smalltalk, ANYONE, intent="smalltalk"),
        Route(chat.unknown, RECORDING, intent="unknown"),
        Route(chat.typed, RECORDING, draft="rephrase"),
        Route(chat.from_words, RECORDING, action="notes.from_words"),
        Route(common.cancel, ANYONE, command="cancel"),
        Route(common.cancel, ANYONE, action="common.cancel"),
        Route(common.close, ANYONE, action="common.close"),
        Route(start.help_, ANYONE, intent="*"),
    ]
)
