"""What ``make`` calls: the standard library only, so that it runs before anything is installed."""
