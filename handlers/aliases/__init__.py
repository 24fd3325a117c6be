"""Names learned from use: shown in /settings, and forgotten at a tap."""
