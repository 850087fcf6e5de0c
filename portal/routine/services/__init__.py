"""Every write of the routine. What a learner does goes into the log of progress; what they plan, into rows here."""
