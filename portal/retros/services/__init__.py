"""Every write of weeks: the figures, which are computed, and the words, which the learner writes."""
