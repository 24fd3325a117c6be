"""A server that speaks Telegram's Bot API on this machine, and a phone-sized page to chat through it."""
