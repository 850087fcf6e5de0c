"""The retrospective of a week."""
