"""The process: command line, settings, bootstrap, the ordered table of routes, Telegram in and out."""
