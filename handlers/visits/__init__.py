"""Visits: told in one message or step by step, shown as a card, changed, taken back, listed."""
