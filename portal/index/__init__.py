"""What can be found, as rows, and how each database looks it up. Knows no lesson, no question and no note."""
