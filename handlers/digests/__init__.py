"""Digests to leaders (R6)."""
