"""What production runs with."""
