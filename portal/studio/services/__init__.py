"""Everything that writes drafts and proposals."""
