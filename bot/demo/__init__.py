"""The demo: a sample organisation of invented people, and a chat server on this machine to meet them in."""
