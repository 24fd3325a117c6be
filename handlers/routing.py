"""The route table's lines, and finding the one that answers a turn."""

from collections.abc import Callable, Sequence

from domain.frozen import frozen
from domain.staff import Role
from handlers.context import Context
from handlers.turn import Attachment, Reply

Handler = Callable[[Context], Reply | None]


@frozen
class Route:
    """What is listened for, who may do it, and the function that answers.

    Exactly one of these says what is listened for: `command` is typed or chosen; `action` stands behind a button;
    `draft` names the noun whose conversation is under way (its handler may answer None: these words are not for it);
    `attachment` is a kind of it outside a conversation (several lines may: one that answers None leaves it to the
    next), narrowed to file names by `suffixes`; `edited` is the edit of an own message (several lines may, likewise);
    `intent` is what free text was understood to be, "*" for any other; "name" is asked first where it may be nothing
    but a name (None: it is not), "contract" where it tells of a contract's end, "yearly" where it names a day of every
    year, "stand_up" where it labels its parts, "absence" where it says that one is away. `fetch` wants the bytes of a
    file; `menu` publishes the command; `group` lets it be said in group chats too.
    """

    handler: Handler
    roles: frozenset[Role]
    command: str | None = None
    action: str | None = None
    draft: str | None = None
    attachment: str | None = None
    edited: bool = False
    intent: str | None = None
    suffixes: tuple[str, ...] = ()
    fetch: bool = False
    menu: bool = False
    group: bool = False

    def takes(self, attachment: Attachment) -> bool:
        """Whether a file of this name is for it."""
        return not self.suffixes or (attachment.name or "").lower().endswith(self.suffixes)

    @property
    def name(self) -> str:
        """How the table's line is called in tests and logs."""
        listened = {
            "/": self.command,
            "button ": self.action,
            "draft ": self.draft,
            "file ": self.attachment,
            "text ": self.intent,
        }
        return next((f"{kind}{value}" for kind, value in listened.items() if value), "edit")


class Routes:
    """The route table, indexed by what each line listens for."""

    def __init__(self, table: Sequence[Route]) -> None:
        self.table = tuple(table)
        self.commands = {route.command: route for route in table if route.command}
        self.actions = {route.action: route for route in table if route.action}
        self.drafts = {route.draft: route for route in table if route.draft}
        self.attachments: dict[str, list[Route]] = {}
        for route in table:
            if route.attachment:
                self.attachments.setdefault(route.attachment, []).append(route)
        self.edited = [route for route in table if route.edited]
        self.intents = {route.intent: route for route in table if route.intent}
