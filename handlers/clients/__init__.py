"""Clients: listed, searched, shown as a card, changed, merged, and imported from sheets."""
