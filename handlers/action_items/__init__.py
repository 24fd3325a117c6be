"""Action items in chat: the list, one of them, and what the clock says of them."""
