"""Questions beyond a manager's authority (R2.8)."""
