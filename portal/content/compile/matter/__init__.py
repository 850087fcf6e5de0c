"""Front matter and YAML files: strict reading, with a line for everything."""
