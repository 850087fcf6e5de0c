"""The figures of questions as pages for staff. No learner is named in any of it."""
