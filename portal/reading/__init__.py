"""The pages a learner reads: path, track, lesson."""
