"""Questions asked and answered: the pages of a quiz and of review, and what an answer sets in motion."""
