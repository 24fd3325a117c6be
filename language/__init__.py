"""Understanding a message: dates, names, intent. Pure functions; `now` is an argument."""
