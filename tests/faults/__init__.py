"""Promises kept under kill -9: real processes, real databases."""
