"""`python -m bot.cli` is `fieldcare`."""

from bot.cli import main

main()
