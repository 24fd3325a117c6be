"""The calendar of care: a month at a glance, moments entered, contracts, a file for the phone."""
