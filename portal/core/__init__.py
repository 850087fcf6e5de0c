"""What every app shares; it knows no model."""
