"""Take out of a text what Markdown must not see: code blocks and folded text; marks stand in their place."""

import re

from portal.content.compile.render.page import Page

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*")
_HIDDEN_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])+(?:`{3,}[^`]*|~{3,}.*)")
_HIDDEN_FOLD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])+</?(?:details|summary)\b")
_SUMMARY = re.compile(r"(?:<details>)?\s*<summary>(.*)</summary>")
_IN_LIST, _ON_MARGIN = "a code block inside a list or a quotation", "code blocks on the left margin"
_FOLD = ("<details", "</details", "<summary", "</summary")


def take_out(page: Page) -> list[str]:
    """Return the lines of ``page`` with marks for its code blocks and its folded text."""
    starts = {fence.line - page.first_line: number for number, fence in enumerate(page.fences)}
    folds = _Folds(page)
    taken: list[str] = []
    at = 0
    while at < len(page.lines):
        if (number := starts.get(at)) is not None:
            if page.lines[at].startswith(" "):
                page.problems.add(page.first_line + at, _IN_LIST, _ON_MARGIN)
            taken += ["", f"\x02f{number}\x03", ""]
            at = page.fences[number].end - page.first_line + 1
            continue
        line = page.lines[at]
        if line.startswith("<") and line.startswith(_FOLD):
            taken += folds.take(at)
        elif _HEADING.match(line):
            taken += ["", line.strip(), ""]
        else:
            _check(page, at, line)
            taken.append(line.expandtabs(4) if line.strip() else "")
        at += 1
    folds.finish()
    return taken


def _check(page: Page, at: int, line: str) -> None:
    """Note what a Git host would read otherwise than this compiler."""
    number = page.first_line + at
    if ("```" in line or "~~~" in line) and _HIDDEN_FENCE.fullmatch(line):
        page.problems.add(
            number, "a code block inside a list or a quotation", "code blocks on the left margin"
        )
    elif "<" in line and _HIDDEN_FOLD.match(line):
        page.problems.add(number, "folded text inside a list or a quotation", "<details> on the left margin")
    elif line[:1] in "=- " and at and _UNDERLINE.fullmatch(line) and _is_text(page.lines[at - 1]):
        page.problems.add(
            number, "a heading that is underlined", "`## Heading`, or an empty line above the rule"
        )


def _is_text(line: str) -> bool:
    """Return whether a line is one of a paragraph."""
    return bool(line.strip()) and not line.startswith(("#", "<", "```", "~~~"))


class _Folds:
    """Reads `<details>`, `<summary>` and `</details>` lines, and checks that they pair."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.open: list[int] = []
        self.untitled = False

    def take(self, at: int) -> list[str]:
        """Return the mark for the line at index ``at``."""
        line, number = self.page.lines[at].rstrip(), self.page.first_line + at
        if line == "</details>":
            return self._close(at, number)
        if line.startswith("<details>"):
            self.open.append(number)
            self.untitled = True
            if line == "<details>":
                return [""]
        summary = _SUMMARY.fullmatch(line)
        if summary is None or not self.untitled or not summary[1].strip():
            allowed = "<details>, <summary>one line</summary> and </details>, each on a line of its own"
            self.page.problems.add(number, f"the line {line[:60]!r}", allowed)
            return [""]
        self.untitled = False
        self._want_empty(at + 1, number, "after the <summary>")
        return ["", f"\x02s{len(self.open)}\x03{summary[1].strip()}", ""]

    def _close(self, at: int, number: int) -> list[str]:
        """Return the mark for the end of folded text."""
        if not self.open or self.untitled:
            wrong = "<details> without a <summary>" if self.open else "</details> without <details>"
            self.page.problems.add(number, wrong, "<details>, <summary>…</summary>, text, </details>")
            self.untitled = False
            return [""]
        self.open.pop()
        self._want_empty(at - 1, number, "before </details>")
        return ["", "\x02e0\x03", ""]

    def _want_empty(self, at: int, number: int, where: str) -> None:
        """Note a line at index ``at`` that is not empty: a Git host would not read the Markdown beside it."""
        if at < len(self.page.lines) and self.page.lines[at].strip():
            self.page.problems.add(number, f"no empty line {where}", "an empty line there")

    def finish(self) -> None:
        """Note what is still open."""
        for number in self.open:
            self.page.problems.add(number, "<details> is never closed", "a line </details>")
