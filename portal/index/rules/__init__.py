"""Words, queries, misspellings and HTML as plain text. Pure."""
