"""`python -m localchat`: the server as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import signal

from localchat.server import LocalChat


async def _serve(options: argparse.Namespace) -> None:
    chat = LocalChat(any_token=options.any_token, limits=options.limits, keep_log=not options.no_log)
    await chat.start(port=options.port)
    print(chat.url, flush=True)  # noqa: T201
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await chat.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m localchat", description="A Bot API server for this machine.")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one; the address is printed")
    parser.add_argument("--any-token", action="store_true", help="open a world for whatever token asks")
    parser.add_argument("--limits", action="store_true", help="keep Telegram's sending limits")
    parser.add_argument("--no-log", action="store_true", help="keep no calls and events, for benchmarks")
    asyncio.run(_serve(parser.parse_args()))


if __name__ == "__main__":
    main()
