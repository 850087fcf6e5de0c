"""How the questions of a quiz do: figures of first tries, and flags for what looks broken. Pure."""
