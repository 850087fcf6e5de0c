"""Questions with options to tick."""
