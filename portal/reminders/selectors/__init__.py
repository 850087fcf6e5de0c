"""Reads for reminders."""
