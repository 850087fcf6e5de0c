"""Publishing, history and conflicts in the browser."""
