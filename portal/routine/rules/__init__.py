"""How days are planned, filled and counted. Pure."""
