"""Plans in chat (R4): drafted, edited in place, handed in, decided on, held against what was done."""
