"""Content edited in the browser: drafts, proposals, publishing, and what became of each change."""
