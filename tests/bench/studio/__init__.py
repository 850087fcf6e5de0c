"""Measurements of the Studio."""
