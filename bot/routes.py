"""The ordered table of routes: everything one can say to the bot, who may, and which function answers."""

from domain.staff import LEADING, RECORDING, Role
from handlers import common
from handlers.routing import Route, Routes
from handlers.staff import invite, start
from handlers.visits import log

ANYONE = frozenset(Role)

ROUTES = Routes(
    [
        Route(start.help_, ANYONE, command="help", menu=True),
        Route(start.start, ANYONE, command="start"),
        Route(start.settings, ANYONE, command="settings", menu=True),
        Route(start.choose_language, ANYONE, action="staff.language"),
        Route(invite.invite, LEADING, command="invite", menu=True),
        Route(invite.page, LEADING, action="staff.invite_page"),
        Route(invite.chosen, LEADING, action="staff.invite"),
        Route(log.undo, RECORDING, action="visits.undo"),
        Route(log.log, RECORDING, intent="visit"),
        Route(common.cancel, ANYONE, command="cancel"),
        Route(common.cancel, ANYONE, action="common.cancel"),
        Route(common.close, ANYONE, action="common.close"),
        Route(start.help_, ANYONE, intent="*"),
    ]
)
