"""Reads of the outbox and of where learners are reached."""
