"""SVG pictures of authors, read strictly and written anew from an allow-list, to stand inside a page."""

from __future__ import annotations

import re
from html import escape as quote
from xml.parsers import expat

from portal.content.compile.problems import Problems
from portal.content.compile.svg.words import ATTRIBUTES, ELEMENTS

MAX_DEPTH = 30
MAX_ELEMENTS = 5_000
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_REFERENCE = re.compile(r"url\(#([A-Za-z][A-Za-z0-9_-]*)\)")
_NAMESPACE = "http://www.w3.org/2000/svg"
_IGNORED = frozenset(
    {"xmlns", "role", "aria-labelledby", "aria-describedby", "aria-hidden", "version", "width", "height"}
)
_ALLOWED = "shapes and text with presentation attributes; see docs/dev/content-format.md"


class _Stop(Exception):
    """Nothing of the picture behind this point is of use."""


def inline(data: bytes, problems: Problems, *, prefix: str, name: str = "") -> str:
    """Return the picture as HTML, or "" after adding what is wrong.

    Every id is put behind ``prefix``; ``name``, if given, replaces the title, which is what a screen reader
    says.
    """
    writer = _Writer(problems, prefix, name)
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    writer.parser = parser
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    parser.StartDoctypeDeclHandler = writer.doctype
    parser.ProcessingInstructionHandler = writer.instruction
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problems.add(error.lineno, f"this is not XML: {expat.ErrorString(error.code)}", "a well-formed SVG")
    except _Stop:
        pass
    writer.check()
    return "".join(writer.out) if not problems else ""


class _Writer:
    """Hears the parser and writes what is allowed."""

    def __init__(self, problems: Problems, prefix: str, name: str) -> None:
        self.problems = problems
        self.prefix = prefix
        self.name = name
        self.parser = expat.ParserCreate()
        self.out: list[str] = []
        self.stack: list[str] = []
        self.ids: set[str] = set()
        self.used: dict[str, int] = {}
        self.count = 0
        self.titled = False

    def wrong(self, wrong: str, allowed: str = _ALLOWED) -> None:
        """Note a problem where the parser is."""
        self.problems.add(self.parser.CurrentLineNumber, wrong, allowed)

    def doctype(self, *_: object) -> None:
        """Refuse entities before any is declared."""
        self.wrong("a DOCTYPE", "an SVG without DOCTYPE and entities")
        raise _Stop

    def instruction(self, target: str, _: str) -> None:
        """Refuse style sheets and the like."""
        self.wrong(f"a processing instruction <?{target}?>", "an SVG without it")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Write an opening tag."""
        self.count += 1
        self.stack.append(tag)
        if len(self.stack) > MAX_DEPTH or self.count > MAX_ELEMENTS:
            self.wrong("too much in one picture", f"{MAX_DEPTH} levels and {MAX_ELEMENTS:,} elements at most")
            raise _Stop
        if tag not in ELEMENTS or (tag == "svg") != (len(self.stack) == 1):
            self.wrong(f"the element <{tag[:40]}>")
            return
        if tag == "svg":
            self.root(attributes)
        elif tag == "title" and len(self.stack) == 2:
            self.titled = True
            self.out.append(f'<title id="{self.prefix}title">{quote(self.name)}')
        else:
            self.out.append(f"<{tag}{self.attributes(tag, attributes)}>")

    def root(self, attributes: dict[str, str]) -> None:
        """Write the opening tag of the picture itself."""
        if attributes.get("xmlns") != _NAMESPACE or "viewBox" not in attributes:
            self.wrong(
                "an <svg> without xmlns or viewBox", f'<svg xmlns="{_NAMESPACE}" viewBox="0 0 860 372">'
            )
        named = f'role="img" aria-labelledby="{self.prefix}title"'
        self.out.append(f'<svg class="figure__picture" {named}{self.attributes("svg", attributes)}>')

    def attributes(self, tag: str, attributes: dict[str, str]) -> str:
        """Return the allowed attributes, each checked."""
        return "".join(self.attribute(tag, key, value) for key, value in attributes.items())

    def attribute(self, tag: str, key: str, value: str) -> str:
        """Return one attribute."""
        if key in _IGNORED and (tag == "svg" or key not in ("width", "height")):
            return ""
        if key == "id":
            if not _ID.fullmatch(value) or value in self.ids:
                self.wrong(f"the id {value[:40]!r}", "a letter, then letters, digits, - and _; each once")
            self.ids.add(value)
            return f' id="{self.prefix}{quote(value)}"'
        if key == "href":
            return self.reference(tag, value)
        if key not in ATTRIBUTES:
            self.wrong(f"the attribute {key[:40]} on <{tag}>")
            return ""
        if "url(" in value.lower():
            return self.paint(key, value)
        return f' {key}="{quote(value)}"'

    def reference(self, tag: str, value: str) -> str:
        """Return a reference to another part of the picture."""
        if tag != "use" or not value.startswith("#"):
            self.wrong(f"href on <{tag}>", '<use href="#id"/> only')
            return ""
        self.used[value[1:]] = self.parser.CurrentLineNumber
        return f' href="#{self.prefix}{quote(value[1:])}"'

    def paint(self, key: str, value: str) -> str:
        """Return an attribute that refers to a gradient, a marker or a clip path."""
        found = _REFERENCE.fullmatch(value.strip())
        if found is None:
            self.wrong(f"{key} leads out of the picture", f'{key}="url(#id)"')
            return ""
        self.used[found[1]] = self.parser.CurrentLineNumber
        return f' {key}="url(#{self.prefix}{found[1]})"'

    def end(self, tag: str) -> None:
        """Write a closing tag."""
        self.stack.pop()
        if tag in ELEMENTS:
            self.out.append(f"</{tag}>")

    def text(self, text: str) -> None:
        """Write text where text is shown; the title's is replaced by the name."""
        where = self.stack[-1] if self.stack else ""
        if where in ("text", "tspan", "desc") or (
            where == "title" and not (self.name and len(self.stack) == 2)
        ):
            self.out.append(quote(text))

    def check(self) -> None:
        """Note what only the whole picture can tell."""
        if self.count and not self.titled and not self.problems:
            self.problems.add(1, "a picture without a title", "<title>…</title> as its first element")
        for name, line in self.used.items():
            if name not in self.ids:
                self.problems.add(line, f"nothing has the id {name!r}", "an id of this picture")
