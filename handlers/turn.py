"""What a conversation hears and says: a Turn comes in, Messages go out. No channel's names are known here."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from typing import Any, Literal

from domain.charts import Chart
from domain.frozen import frozen
from storage.drafts import Draft


@frozen
class Attachment:
    """Something sent along with the words. `content` holds the bytes where the route asked for them."""

    kind: Literal["photo", "document", "voice", "audio", "video", "location", "contact"]
    file_id: str | None = None
    name: str | None = None
    size: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    phone: str | None = None
    content: bytes | None = None


@frozen
class Press:
    """A button pressed: the token it carried, the message it stands under, and the query that wants an answer.

    `under` is what that message shows: a text, a file with a caption, or what has no words to change (a location).
    """

    token: str
    message_id: int
    query_id: str
    under: Literal["text", "caption", "nothing"] = "text"


@frozen
class Turn:
    """One thing a person did in a chat. `said_at` is when, aware UTC; `text` is what they typed or a caption."""

    update_id: int
    said_at: datetime
    chat_id: int
    private: bool
    user_id: int
    user_name: str
    user_language: str | None = None
    message_id: int | None = None
    text: str = ""
    edited: bool = False
    press: Press | None = None
    attachment: Attachment | None = None
    album: str | None = None
    joined: bool | None = None
    """The bot's own membership changed: True it may write here now, False it was blocked or removed."""
    thread_id: int | None = None
    """The topic of a forum in which it was said or pressed; None in the general one, and where there are none."""
    chat_title: str | None = None
    moved_to: int | None = None
    """This group chat has become another one (a supergroup), whose id this is."""

    @property
    def command(self) -> str | None:
        """`visits` for "/visits" or "/visits@bot now", None where the text is no command."""
        words = self.text.split(maxsplit=1)
        if not self.text.startswith("/") or self.edited or words[0] == "/":
            return None
        return words[0][1:].split("@")[0].lower()

    @property
    def addressee(self) -> str | None:
        """`otherbot` for "/visits@OtherBot", as said in groups of several bots; None where none is named."""
        word = self.text.split(maxsplit=1)[0] if self.command is not None else ""
        return word.partition("@")[2].lower() or None

    @property
    def argument(self) -> str:
        """What follows a command."""
        parts = self.text.split(maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""


@frozen
class Button:
    """A button under a message: it does an action of the route table, opens a link, or copies a text."""

    label: str
    action: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    url: str | None = None
    copy: str | None = None


Rows = Sequence[Sequence[Button]]


@frozen
class File:
    """A file to send."""

    name: str
    content: bytes


@frozen
class Table:
    """Rows of cells under a title; the first row are the headings."""

    title: str
    cells: tuple[tuple[str, ...], ...]


@frozen
class Message:
    """Something to say, in HTML of the few tags `b i u s code pre a`; values in it are escaped already.

    In answer to a press the first message replaces the one pressed unless `fresh`. `chat_id` None: where the turn was.
    `keyboard` sets the lasting keyboard below the chat (an empty one takes it away). `prompt`: said of the bot's own
    accord, never repeated; `key` makes sure that it is said once at most. `open_to_all`: anyone in the chat may press.
    `media` sends again something that was sent to the bot, with the text as its caption. `apart`: its buttons do not
    belong to the reply's draft. `thread_id` is the topic of a forum; in the chat of the turn it is that of the turn.
    `edits` is the key of a message said earlier, which this one replaces in place. `chart` is drawn when it is sent,
    with the text as its caption. `table` is sent where Telegram has tables, the text where it has not. `held`: it waits
    for the end of quiet hours (R3.4), as what others are told of somebody's late work. `secret`: its words are not kept
    once they are said.
    """

    text: str
    rows: Rows = ()
    chat_id: int | None = None
    fresh: bool = False
    keyboard: Sequence[Sequence[str]] | None = None
    file: File | None = None
    prompt: bool = False
    key: str | None = None
    open_to_all: bool = False
    media: Attachment | None = None
    apart: bool = False
    thread_id: int | None = None
    edits: str | None = None
    chart: Chart | None = None
    table: Table | None = None
    held: bool = False
    secret: bool = False


@frozen
class Reply:
    """What a handler answers.

    `draft` is a conversation to go on with; every button of the reply then belongs to it. `ends` is one that is over.
    `toast` is a short word over a pressed button, `alert` makes it a box that must be closed. `commands` asks for the
    person's command list to be published anew.
    """

    messages: Sequence[Message] = ()
    draft: Draft | None = None
    ends: Draft | None = None
    toast: str | None = None
    alert: bool = False
    commands: bool = False
