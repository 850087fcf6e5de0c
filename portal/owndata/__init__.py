"""A learner's own data: taken along, brought back, and deleted."""
