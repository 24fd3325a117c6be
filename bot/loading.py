"""Loading the libraries of a long-running process without what they would bring along to draw in terminals."""

import sys
from importlib import import_module

_LIBRARIES = ("structlog", "telegram")
_LEFT_OUT = ("rich", "httpx._main")
"""structlog and httpx (under telegram) load rich, click and pygments where those are installed, and they are, for other
reasons. We log JSON and have a command line of our own; it is a third of a second of every start."""


def load_libraries() -> None:
    """Import them; what is left out is missing for the length of this call only, which they all provide for."""
    left_out = [name for name in _LEFT_OUT if name not in sys.modules]
    # None in this table is Python's own way of saying that a module cannot be imported.
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type]
    try:
        for library in _LIBRARIES:
            import_module(library)
    finally:
        for name in left_out:
            del sys.modules[name]
