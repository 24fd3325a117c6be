"""A gift request in one line (R3.7). Any noun may show one."""

from domain.gifts import GiftRequest
from handlers.context import Context
from locales.markup import Markup


def gift_line(c: Context, one: GiftRequest) -> Markup:
    """What, for whom, how far it is: · 茶叶×1 → 陈海波：待组长审批."""
    state = c.words.plain(f"gifts.state_{one.state}", level=c.words.plain(f"staff.role_{one.level}"))
    whom = one.person or one.client
    return c.t("gifts.request_line", item=one.item, quantity=one.quantity, whom=whom, state=state)
