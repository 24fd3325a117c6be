"""Members of the organisation: enrolment, invitations, their settings."""
