"""The ordered table of routes: everything one can say to the bot, who may, and which function answers."""

from domain.staff import LEADING, RECORDING, Role
from handlers import common
from handlers.aliases import names
from handlers.notes import chat, correct
from handlers.notes import log as notes
from handlers.questions import ask
from handlers.routing import Route, Routes
from handlers.staff import invite, start
from handlers.visits import change, conversation, editing, lists, log, sending, steps

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
        Route(log.start, RECORDING, command="visit", menu=True),
        Route(lists.today, RECORDING, command="today", menu=True),
        Route(lists.list_visits, RECORDING, command="visits", menu=True),
        Route(lists.overdue, RECORDING, command="overdue", menu=True),
        Route(log.start, RECORDING, action="visits.start"),
        Route(log.undo, RECORDING, action="visits.undo"),
        Route(log.restore, RECORDING, action="visits.restore"),
        Route(conversation.answer, RECORDING, action="visits.answer"),
        Route(conversation.toggle, RECORDING, action="visits.toggle"),
        Route(conversation.page, RECORDING, action="visits.page"),
        Route(conversation.go, RECORDING, action="visits.go"),
        Route(conversation.hear, RECORDING, draft="visits"),
        Route(change.menu, RECORDING, action="visits.change"),
        Route(change.field, RECORDING, action="visits.field"),
        Route(change.revert, RECORDING, action="visits.revert"),
        Route(change.add_person, RECORDING, action="visits.add_person"),
        Route(sending.attach_to, RECORDING, action="visits.attach_to"),
        Route(sending.attach_elsewhere, RECORDING, action="visits.attach_elsewhere"),
        Route(sending.attach_move, RECORDING, action="visits.attach_move"),
        Route(sending.show_attachments, RECORDING, action="visits.attachments"),
        Route(lists.today, RECORDING, action="visits.today"),
        Route(lists.list_visits, RECORDING, action="visits.list"),
        Route(lists.of_client, RECORDING, action="visits.of_client"),
        Route(lists.overdue, RECORDING, action="visits.overdue"),
        Route(lists.show, RECORDING, action="visits.show"),
        Route(lists.sheet, RECORDING, action="visits.sheet"),
        Route(steps.done, RECORDING, action="visits.step_done"),
        Route(steps.reopen, RECORDING, action="visits.step_reopen"),
        Route(steps.ask_date, RECORDING, action="visits.step_date"),
        Route(steps.put_off, RECORDING, action="visits.step_put_off"),
        Route(editing.edited, RECORDING, edited=True),
        Route(editing.choose, RECORDING, action="visits.edited"),
        *(Route(sending.send, RECORDING, attachment=kind) for kind in sending.KINDS),
        Route(log.log, RECORDING, intent="visit"),
        Route(notes.log, RECORDING, intent="care"),
        Route(notes.log, RECORDING, intent="plan"),
        Route(notes.log, RECORDING, intent="demand"),
        Route(notes.log, RECORDING, intent="competitor"),
        Route(notes.log, RECORDING, intent="next_step"),
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
