"""What a learner has done: the event log and what follows from it."""
