"""The clock's work: one tick that asks the services what is due, and the relay that empties the outbox."""
