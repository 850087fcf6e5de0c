"""The domain's way of saying no."""


class Refused(Exception):
    """A rule of the domain says no; ``reason`` is a sentence for the learner."""

    def __init__(self, reason: str) -> None:
        """Keep the sentence; it is shown as it stands."""
        super().__init__(reason)
        self.reason = reason
