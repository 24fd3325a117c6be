"""Care: moments to think of, what was done about them, greetings of the team."""
