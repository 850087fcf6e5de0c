"""What the pages of the Studio read."""
