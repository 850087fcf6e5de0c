"""Questions from plain Markdown: read, shown, answered and graded."""
