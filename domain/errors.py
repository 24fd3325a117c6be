"""The one way in which a rule or a use case says no."""

from typing import Any


class Refused(Exception):
    """What was asked cannot be done. `key` names a text of the catalogues, `values` fill it; nothing was changed."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
