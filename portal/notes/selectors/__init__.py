"""Reads of notes and links."""
