"""An event loop whose clock jumps to the next thing to do, so that an hour of waiting takes no time and is exact.

It jumps only while no thread works for it: what the database does takes no time at all by this clock.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from storage import store

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """Instead of waiting for nothing but time, lets time pass."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.threads_at_work = 0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None or timeout <= 0 or self.threads_at_work:
            return super().select(timeout if timeout is None or timeout <= 0 else None)
        if ready := super().select(0):
            return ready
        self.now += timeout
        return []


class FakeTimeLoop(asyncio.SelectorEventLoop):
    """See the module's docstring."""

    def __init__(self) -> None:
        self.selector = _Jumping()
        super().__init__(self.selector)

    def time(self) -> float:
        return self.selector.now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        future = super().run_in_executor(executor, func, *args)
        _counted(future, self)
        return future


def _counted(future: Any, loop: Any) -> None:
    if isinstance(loop, FakeTimeLoop):
        loop.selector.threads_at_work += 1

        def done(_: Any) -> None:
            loop.selector.threads_at_work -= 1

        future.add_done_callback(done)


def run(scenario: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a scenario by fake time, with the store's threads known to the loop."""
    submit = store._Thread.submit

    def counting(self: Any, function: Callable[..., Any], *args: Any) -> Any:
        future = submit(self, function, *args)
        _counted(future, future.get_loop())
        return future

    store._Thread.submit = counting  # type: ignore[method-assign]
    try:
        with asyncio.Runner(loop_factory=FakeTimeLoop) as runner:
            return runner.run(scenario())
    finally:
        store._Thread.submit = submit  # type: ignore[method-assign]
