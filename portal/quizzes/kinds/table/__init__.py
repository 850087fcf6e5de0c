"""Questions answered in a table."""
