"""The pages of the routine."""
