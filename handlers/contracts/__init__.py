"""Contracts in chat: listed, entered in one line, changed, ended, taken back (R1.5)."""
