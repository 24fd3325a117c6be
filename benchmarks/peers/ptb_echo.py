"""The named peer: python-telegram-bot as its first example has it, echoing every text."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def main() -> None:
    url, token = sys.argv[1:]
    builder = Application.builder().token(token).base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    app = builder.build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    print("ready", flush=True)
    app.run_polling(poll_interval=0)


main()
