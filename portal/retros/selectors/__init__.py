"""Reads of weeks: what happened in one, which are due, what a page shows."""
