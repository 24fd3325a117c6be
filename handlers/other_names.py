"""What else a client or a person is called: one list for both, each name with a way to take it away (R1.8)."""

from collections.abc import Sequence

from domain.frozen import frozen
from handlers.context import Context
from handlers.turn import Button, Message, Reply
from locales.markup import Markup, join
from storage.drafts import Draft


@frozen
class Named:
    """Whose names they are: `noun` and `word` (alias, nickname) name routes, `subject` the id in buttons."""

    noun: str
    subject: str
    word: str
    id: int
    name: str
    others: tuple[str, ...]

    @property
    def this(self) -> dict[str, int]:
        """What its buttons carry."""
        return {self.subject: self.id}


def listed(c: Context, named: Named, back: Button, lead: Markup | None = None) -> Message:
    """The list; `lead` is a line above it that says what was just done."""
    lines: list[str] = [lead, ""] if lead else []
    lines.append(c.t("common.names_heading" if named.others else "common.names_none", name=named.name))
    lines += [c.t("common.names_line", other=other) for other in named.others]
    drops = [
        Button(
            c.words.plain("common.names_drop", other=other),
            f"{named.noun}.{named.word}_drop",
            named.this | {"name": other},
        )
        for other in named.others
    ]
    rows = [drops[start : start + 2] for start in range(0, len(drops), 2)]
    rows.append([c.button("common.names_add", f"{named.noun}.{named.word}_add", **named.this)])
    return Message(join(lines), [*rows, [back]])


def question(c: Context, named: Named, key: str, back: Button, own: Draft | None) -> Reply:
    """Which name? `key` is the text that asks it, `own` the conversation that this one goes on with."""
    rows = [[back, c.button("common.cancel", "common.cancel")]]
    draft = Draft(named.noun, named.word, dict(named.this), own.id if own else None)
    return Reply([c.say(key, rows, name=named.name)], draft=draft)


def added(c: Context, fresh: Sequence[str]) -> Markup:
    """That these names are new; that nothing is, where all were known."""
    if not fresh:
        return c.t("common.unchanged")
    return c.t("common.names_added", others=c.words.plain("common.comma").join(fresh))


def dropped(c: Context, name: str) -> Markup:
    """That a name was taken away."""
    return c.t("common.names_dropped", other=name)
