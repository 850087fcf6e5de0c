"""One module for each kind of file: from its text to its value."""
