"""A question as it is written, before its kind is known: what the kinds look at, and take answers from."""

from __future__ import annotations

from typing import TypeVar

from portal.content.compile.fences import Fence
from portal.content.compile.problems import Problems
from portal.quizzes.answers.gaps import Gap
from portal.quizzes.source.blocks import Alert, Block, Code, Grid, Listing
from portal.quizzes.source.heading import Heading
from portal.quizzes.source.markup import Markup
from portal.quizzes.source.written import joined, pieces_of

B = TypeVar("B", bound=Block)


class Form:
    """One question. A kind looks at it to recognise it, then takes the blocks that are its answer.

    What no kind takes is the task. ``pieces`` holds the text of each block, by its line, cut at its gaps.
    """

    def __init__(self, heading: Heading, blocks: list[Block], markup: Markup, problems: Problems) -> None:
        """Hold the blocks below ``heading``."""
        self.id = heading.attributes.id
        self.title = heading.title
        self.line = heading.line
        self.classes = heading.attributes.classes
        self.values = heading.attributes.values
        self.markup = markup
        self.problems = problems
        self.blocks = blocks
        self.pieces = {block.line: pieces_of(block, problems) for block in blocks}

    def wrong(self, wrong: str, allowed: str = "", line: int = 0) -> None:
        """Note a problem at ``line``, or at the heading."""
        self.problems.add(line or self.line, wrong, allowed)

    @property
    def tasks(self) -> Listing | None:
        """The first task list."""
        return next((block for block in self._of(Listing) if block.tasks), None)

    @property
    def ordered(self) -> Listing | None:
        """The first ordered list."""
        return next((block for block in self._of(Listing) if not block.tasks), None)

    @property
    def grid(self) -> Grid | None:
        """The first table."""
        return next(iter(self._of(Grid)), None)

    @property
    def gaps(self) -> list[Gap]:
        """The gaps in the text."""
        return [piece for block in self.blocks for piece in self.pieces[block.line] if isinstance(piece, Gap)]

    @property
    def task(self) -> str:
        """What is left, as Markdown with each block on its own line of the file."""
        return joined(self.blocks, ["".join(map(str, self.pieces[block.line])) for block in self.blocks])

    def codes(self, role: str) -> list[Code]:
        """Return the code blocks of a role, in order."""
        return [block for block in self._of(Code) if block.role == role]

    def take(self, *blocks: Block) -> None:
        """Take blocks out of the task."""
        lines = {block.line for block in blocks}
        self.blocks = [block for block in self.blocks if block.line not in lines]

    def take_codes(self, role: str, *, words: bool = False) -> list[Fence]:
        """Take the code blocks of a role, in order; ``words`` says that some may stand behind the role."""
        found = self.codes(role)
        self.take(*found)
        for fence in (block.fence for block in found if not words):
            if behind := fence.words[1 if fence.language == role else 2 :]:
                self.wrong(f"the words {' '.join(behind)!r} behind {role}", "nothing behind it", fence.line)
        return [block.fence for block in found]

    def take_alerts(self, name: str) -> list[Alert]:
        """Take the hints (``TIP``) or the explanations (``NOTE``)."""
        found = [block for block in self._of(Alert) if block.name == name]
        self.take(*found)
        return found

    def take_task(self) -> str:
        """Take what is left; return it as HTML."""
        html = self.markup.block(self.task, self._first)
        self.blocks = []
        return html

    def take_gaps(self) -> tuple[list[Gap], list[str | int]]:
        """Take what is left; return its gaps, and its HTML in pieces with the number of a gap between two."""
        gaps = self.gaps
        numbers = iter(range(len(gaps)))
        texts = []
        for block in self.blocks:
            pieces = self.pieces[block.line]
            texts.append("".join(p if isinstance(p, str) else self.markup.gap(next(numbers)) for p in pieces))
        html = self.markup.pieces(joined(self.blocks, texts), self._first, [gap.line for gap in gaps])
        self.blocks = []
        return gaps, html

    @property
    def _first(self) -> int:
        return self.blocks[0].line if self.blocks else self.line

    def _of(self, cls: type[B]) -> list[B]:
        return [block for block in self.blocks if isinstance(block, cls)]
