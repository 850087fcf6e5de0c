"""A plain text as a plan: what its headings and lists say."""
