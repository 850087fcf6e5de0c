"""Questions answered in words, or by bringing steps into order."""
