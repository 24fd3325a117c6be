"""Everything told that is no visit: care, plans, demands, competitor news, next steps, cancellations, small talk."""
