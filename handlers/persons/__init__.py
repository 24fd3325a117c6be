"""Key persons: shown as a card, added, changed, merged, taken from a shared contact."""
