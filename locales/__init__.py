"""Gettext catalogues, and the formatter of dates, names and phones."""
