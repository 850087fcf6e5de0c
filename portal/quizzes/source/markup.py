"""The Markdown of a question to HTML, with slots for what is put in later: gaps and values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from portal.content.compile.fences import Fence, fences_of
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.render import render, render_lines
from portal.content.compile.render.highlight import highlight
from portal.content.compile.render.page import Page, Target
from portal.quizzes.source.roles import SHOWN, check_fence
from portal.quizzes.vars.fill import OPEN, WRITTEN, html_slot, text_slots
from portal.quizzes.vars.language import Faulty, check

_BLOCKS = re.compile(r"\n\n|```|~~~|\n[ \t]*(?:[-*+>]|\d+[.)])[ \t]")
_SPAN = re.compile(r'<span class="[^"]*">|</span>')


def nowhere(path: str) -> Place | None:
    """Find nothing at any path."""
    return None


@dataclass(slots=True)
class Markup:
    """Renders the parts of one question.

    ``names`` are its variables; without any, ``{{ x }}`` is ordinary text. While Markdown is read, a word
    that no author writes stands for each slot.
    """

    path: str
    problems: Problems
    find: Callable[[str], Place | None] = nowhere
    names: frozenset[str] = frozenset()
    targets: list[Target] = field(default_factory=list)

    def block(self, text: str, line: int, roles: frozenset[str] = SHOWN) -> str:
        """Return paragraphs, code of these roles and the like; ``text`` begins in line ``line`` of the file."""
        if not text.strip():
            return ""
        marked, slots = self._marked(text, line)
        fences = self._fences(marked, line, roles)
        page = Page(self.path, marked.split("\n"), line, self.problems, self.find, fences=fences)
        html = render(page).html.strip()
        self.targets += page.targets
        return self._slotted(html, slots, line)

    def inline(self, text: str, line: int) -> str:
        """Return emphasis and code within one line; blocks for several paragraphs or code below the text."""
        if _BLOCKS.search(text):
            return self.block(text, line)
        marked, slots = self._marked(" ".join(text.split("\n")), line)
        return self._slotted(render_lines([marked])[0], slots, line)

    def plain(self, text: str, line: int) -> str:
        """Return ``text`` as it is, with slots for values."""
        if not self.names:
            return text
        for found in WRITTEN.finditer(text):
            self._check(found[1], line)
        return text_slots(text)

    def code(self, text: str, language: str, line: int) -> list[str]:
        """Return highlighted code line by line."""
        marked, slots = self._marked(text, line)
        html = self._slotted(highlight(marked, language), slots, line)
        return list(_balanced(html.split("\n")))

    def gap(self, number: int) -> str:
        """Return the word that stands for a gap in a text for ``pieces``."""
        return f"qgap{self._salt()}n{number}z"

    def pieces(self, text: str, line: int, lines: list[int]) -> list[str | int]:
        """Return ``text`` as HTML in pieces, a gap's number between two; ``lines`` are those of the gaps."""
        html = self.block(text, line)
        for number, at in enumerate(lines):
            word = self.gap(number)
            if html.count(word) != 1 or re.search(rf"<[^>]*{word}", html):
                self.problems.add(
                    at, "a gap where none can stand", "gaps in sentences, tables and `code`, not in links"
                )
                return [html]
        parts: list[str] = re.split(f"qgap{self._salt()}n(\\d+)z", html)
        return [int(part) if at % 2 else part for at, part in enumerate(parts)]

    def _fences(self, text: str, line: int, roles: frozenset[str]) -> list[Fence]:
        """Return the code blocks of a text; one that is never closed has been noted where the blocks were read."""
        found = Problems(self.path)
        fences = list(fences_of(text, found, line))
        self.problems += [problem for problem in found if problem not in self.problems]
        for fence in fences:
            check_fence(fence, roles, self.problems)
        return fences

    def _salt(self) -> str:
        """Return letters that depend on the file, so that no text holds the words by accident."""
        return sha256(self.path.encode()).hexdigest()[:8]

    def _marked(self, text: str, line: int) -> tuple[str, list[str]]:
        """Return ``text`` with a word for each ``{{ expression }}``, and the expressions."""
        slots: list[str] = []
        if not self.names:
            return text, slots

        def mark(found: re.Match[str]) -> str:
            self._check(found[1], line + text.count("\n", 0, found.start()))
            slots.append(found[1])
            return f"qval{self._salt()}n{len(slots) - 1}z"

        marked = WRITTEN.sub(mark, text)
        if unread := OPEN.search(marked):
            at = line + marked.count("\n", 0, unread.start())
            self.problems.add(
                at, "braces without an expression", "`{{ name }}`; `\\{{` for braces that are text"
            )
        return marked.replace("\\{{", "{{"), slots

    def _slotted(self, html: str, slots: list[str], line: int) -> str:
        """Return ``html`` with slots in place of the words."""
        if not slots:
            return html
        return re.sub(f"qval{self._salt()}n(\\d+)z", lambda found: html_slot(slots[int(found[1])]), html)

    def _check(self, expression: str, line: int) -> None:
        """Note an expression that is not of the language."""
        try:
            check(expression, self.names, draws=False)
        except Faulty as faulty:
            self.problems.add(
                line, str(faulty), "`{{ name }}`, or an expression of the names in the vars block"
            )


def _balanced(lines: list[str]) -> list[str]:
    """Return lines of HTML, a span that goes on over several closed and opened again on each."""
    balanced, open_span = [], ""
    for line in lines:
        full = open_span + line
        for found in _SPAN.finditer(line):
            open_span = "" if found[0] == "</span>" else found[0]
        balanced.append(f"{full}</span>" if open_span else full)
    return balanced
