"""The recall queue: cards scheduled by FSRS, the log of their grades, and what follows from them."""
