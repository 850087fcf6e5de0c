"""Questions with values of their own for each learner: a small expression language, and slots to fill."""
