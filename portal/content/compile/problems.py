"""What is wrong with a file, where, and what would be right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault an author can mend, at ``path`` in the curriculum; ``line`` is from 1, or 0 for the file."""

    path: str
    line: int
    wrong: str
    allowed: str = ""

    def __str__(self) -> str:
        """Write ``path:line: what is wrong; what is allowed``."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.wrong}; {self.allowed}" if self.allowed else f"{place}: {self.wrong}"


class Problems(list[Problem]):
    """The problems found so far in one file; every check goes on after adding to it."""

    def __init__(self, path: str) -> None:
        """Collect for the file at ``path``."""
        super().__init__()
        self.path = path

    def add(self, line: int, wrong: str, allowed: str = "") -> None:
        """Note a problem at ``line`` of this file."""
        self.append(Problem(self.path, line, wrong, allowed))
