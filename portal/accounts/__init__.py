"""People: sign-in, profile, time zone."""
