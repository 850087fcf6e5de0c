"""Pages of notes and links."""
