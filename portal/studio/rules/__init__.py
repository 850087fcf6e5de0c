"""What the Studio takes for right, without a database."""
