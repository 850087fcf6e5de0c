"""The curriculum as releases of immutable versions, compiled from Markdown files."""
