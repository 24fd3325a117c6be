"""Tables, queries and migrations, one file per noun; the only room that speaks SQL."""
