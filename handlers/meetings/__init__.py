"""Meetings in chat: stand-ups, agendas, minutes, the archive, and what was decided."""
