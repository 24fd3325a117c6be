"""The monthly care plan in chat (R3.3): drafted, looked through, changed line by line, counted."""
