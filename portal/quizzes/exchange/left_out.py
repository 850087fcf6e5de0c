"""What an export or an import could not take over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that did not go over: of which question, what it is, and whether it is the whole question.

    ``question`` is an id, or in an import the question's first words; ``line`` is that of the imported file.
    """

    question: str
    what: str
    whole: bool = True
    line: int = 0

    def __str__(self) -> str:
        """Say it on a line of its own."""
        place = f"line {self.line}: " if self.line else ""
        named = f"{self.question}: " if self.question else ""
        return f"{place}{named}{self.what}" + ("" if self.whole else " (the rest of the question is there)")
