"""Sheets of clients and persons: read from any common file, checked row by row, imported whole; and their templates."""
