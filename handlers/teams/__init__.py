"""A team's group chat and its settings."""
