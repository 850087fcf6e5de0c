"""Reads for the pages of the routine. Those for Today are written in SQL: it is opened most often."""
