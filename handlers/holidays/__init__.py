"""The organisation's table of holidays and industry days, and its working days; for administrators (R3.1, R5.1)."""
