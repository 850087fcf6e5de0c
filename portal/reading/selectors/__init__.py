"""Reads for the pages, one file a kind of page."""
