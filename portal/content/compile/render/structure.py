"""Join the top-level blocks of a text to listings, figures and folds, before inline Markdown is read."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from portal.content.compile.render import figures, listings
from portal.content.compile.render.figures import IMAGE, Figure
from portal.content.compile.render.listings import NOTICE, Listing
from portal.content.compile.render.page import Page

_MARK = re.compile("\x02([fse])(\\d+)\x03(.*)", re.DOTALL)


def arrange(root: etree.Element, page: Page) -> None:
    """Rebuild ``root`` from its children; each mark that ``take_out`` left becomes what it stands for."""
    blocks = list(root)
    del root[:]
    shelf = _Shelf(root, page)
    for block in blocks:
        mark = _MARK.fullmatch(block.text or "") if block.tag == "p" and not len(block) else None
        if mark is None:
            shelf.put(block)
        elif mark[1] == "f":
            shelf.put_fence(int(mark[2]))
        elif mark[1] == "s":
            shelf.open_fold(mark[3])
        else:
            shelf.close_fold()
    shelf.settle()


class _Shelf:
    """Where blocks are put: the innermost open fold, or the listing or figure that waits for more."""

    def __init__(self, root: etree.Element, page: Page) -> None:
        self.page = page
        self.folds = [root]
        self.waiting: Listing | Figure | None = None

    def put(self, block: etree.Element) -> None:
        """Add an ordinary block, or give it to what waits for it."""
        text = (block.text or "") if block.tag == "p" else ""
        if text and self._taken(text):
            return
        self.settle()
        image = IMAGE.fullmatch(text.strip()) if text.startswith("![") else None
        if image:
            self.waiting = figures.begin(self.folds[-1], image, self.page)
        else:
            self.folds[-1].append(block)

    def _taken(self, text: str) -> bool:
        """Return whether the waiting figure or listing took a paragraph."""
        waiting = self.waiting
        if isinstance(waiting, Figure):
            return figures.add_caption(waiting, text)
        if waiting and waiting.output and text.startswith(NOTICE):
            listings.add_note(waiting, text)
            self.waiting = None
            return True
        return False

    def put_fence(self, number: int) -> None:
        """Add a code block, or an output to the code block above it."""
        fence = self.page.fences[number]
        waiting = self.waiting
        if fence.role != "output":
            self.settle()
            self.waiting = listings.begin(self.folds[-1], fence, self.page)
        elif isinstance(waiting, Listing) and not waiting.output:
            html = listings.add_output(waiting, fence)
            waiting.element.text = AtomicString(f"{waiting.element.text}{self.page.keep(html)}")
        else:
            self.page.problems.add(
                fence.line, "an output without a code block directly above it", "code, then its output"
            )

    def open_fold(self, summary: str) -> None:
        """Begin folded text; behind a captioned picture it is the picture in words."""
        waiting = self.waiting
        if isinstance(waiting, Figure) and waiting.caption and not waiting.words:
            self.folds.append(figures.add_words(waiting))
            self.waiting = None
            return
        self.settle()
        fold = etree.SubElement(self.folds[-1], "details", {"class": "fold"})
        etree.SubElement(fold, "summary").text = summary
        self.folds.append(fold)

    def close_fold(self) -> None:
        """End folded text."""
        self.settle()
        if len(self.folds) > 1:
            self.folds.pop()

    def settle(self) -> None:
        """Nothing more comes for what was waiting."""
        if isinstance(self.waiting, Figure):
            figures.finish(self.waiting, self.page)
        self.waiting = None
