"""Python-Markdown as this project wants it, built once and used again."""

from __future__ import annotations

import re
import string
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor

from portal.content.compile.render.asides import Quotes, mark_alerts, mark_tasks
from portal.content.compile.render.footnotes import tidy_footnotes
from portal.content.compile.render.links import check_links
from portal.content.compile.render.page import Page
from portal.content.compile.render.structure import arrange
from portal.content.compile.render.tables import wrap_tables

_STRIKE = r"(~~)(?=\S)((?:[^~]|~(?!~))+?)(?<=\S)~~"


class _Headings(HashHeaderProcessor):
    """`# Heading`: a space after the signs, as on a Git host; Python-Markdown alone would take `#1 of 3` for
    one."""

    RE = re.compile(r"\A(?P<level>#{1,6})[ ]+(?P<header>[^\n]*?)(?:[ ]+#+)?[ ]*(?:\n|$)")


class _Before(Treeprocessor):
    """What is done to the blocks before inline Markdown is read."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.markdown)
        self.engine = engine

    def run(self, root: etree.Element) -> None:
        page = self.engine.page
        arrange(root, page)
        mark_alerts(root, page)
        mark_tasks(root, page)
        wrap_tables(root, page)


class _After(_Before):
    """What is done when the whole tree is there."""

    def run(self, root: etree.Element) -> None:
        for block in root:
            block.tail = "\n"
        tidy_footnotes(root, self.engine.notes, self.engine.page)
        check_links(root, self.engine.page)


class Engine:
    """A parser and the page it is at work on. Not for two threads at once; thrown away when a run was broken
    off."""

    page: Page

    def __init__(self) -> None:
        """Build the parser (about 10 ms)."""
        self.notes = FootnoteExtension(SEPARATOR="-")
        tables = TableExtension(use_align_attribute=True)
        self.markdown = md = Markdown(
            extensions=[tables, self.notes, SaneListExtension()], output_format="html"
        )
        md.ESCAPED_CHARS = list(string.punctuation)
        for name in ("normalize_whitespace", "html_block"):
            md.preprocessors.deregister(name)
        for name in ("html", "automail"):
            md.inlinePatterns.deregister(name)
        for name in ("code", "setextheader"):
            md.parser.blockprocessors.deregister(name)
        md.treeprocessors.deregister("prettify")
        md.parser.blockprocessors.register(_Headings(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(Quotes(md.parser), "quote", 20)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRIKE, "del"), "strike", 50)
        md.treeprocessors.register(_Before(self), "portal-before", 40)
        md.treeprocessors.register(_After(self), "portal-after", -5)

    def convert(self, lines: list[str], page: Page) -> str:
        """Return the HTML of ``lines``, with the finished pieces of ``page`` in it."""
        self.page = page
        self.markdown.reset()
        return page.put_back(self.markdown.convert("\n".join([*lines, "", ""])))

    def convert_lines(self, lines: list[str]) -> list[str]:
        """Return the HTML of single lines of text, each on its own and without blocks."""
        self.markdown.reset()
        root = etree.Element("div")
        for line in lines:
            etree.SubElement(root, "p").text = line
        for name in ("inline", "unescape"):
            self.markdown.treeprocessors[name].run(root)
        return [self._serialised(child) for child in root]

    def _serialised(self, element: etree.Element) -> str:
        """Return the inner HTML of a paragraph."""
        html = self.markdown.serializer(element)
        for processor in self.markdown.postprocessors:
            html = processor.run(html)
        return html.strip().removeprefix("<p>").removesuffix("</p>")
