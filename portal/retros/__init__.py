"""The week as it was, the learner's words on it, and what follows from them."""
