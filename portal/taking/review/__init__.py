"""Review in the browser: a sitting, one card of it, the days ahead, and the learner's own cards."""
