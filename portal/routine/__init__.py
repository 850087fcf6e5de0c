"""The routine: what a learner does on which day, and the page that says it."""
