"""Own data: taken along, brought back, deleted."""
