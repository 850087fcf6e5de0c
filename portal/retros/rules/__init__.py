"""Weeks, what is counted in one, and how it is drawn. Pure."""
