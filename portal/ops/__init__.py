"""Running the portal: start, supervise, check."""
