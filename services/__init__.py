"""Use cases: one plain function per verb, `(tx, command, now) -> result`."""
