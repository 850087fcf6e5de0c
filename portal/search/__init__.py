"""Finding lessons, questions and own notes: the sources, the page, and what follows a sync."""
