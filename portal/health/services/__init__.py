"""What is written of the curriculum's health: what is in its files, and whether its links answer."""
