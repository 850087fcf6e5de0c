"""What is done with the configured repository: asked for by people, done by the worker."""
