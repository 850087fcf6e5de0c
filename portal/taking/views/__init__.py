"""Pages of quizzes, of review, and for staff."""
