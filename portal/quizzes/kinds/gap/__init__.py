"""Questions with gaps in their text."""
