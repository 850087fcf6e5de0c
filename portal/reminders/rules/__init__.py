"""What a reminder is worked out by. Pure."""
