"""Conversations, one folder per noun: a Turn comes in, Messages go out; Telegram is unknown here."""
