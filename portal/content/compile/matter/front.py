"""Front matter and the text behind it."""

from dataclasses import dataclass

from portal.content.compile.matter.fields import Fields
from portal.content.compile.matter.reading import read_yaml
from portal.content.compile.problems import Problems

_ALLOWED = "a first line `---`, keys, and a line `---`"
MAX_LINES = 400


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file in two parts. ``body`` begins in line ``first_line`` of the file."""

    fields: Fields
    body: list[str]
    first_line: int


def read_document(text: str, problems: Problems) -> Document | None:
    """Split ``text`` into front matter and body; None, and a problem, when the front matter cannot be
    read."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        problems.add(1, "no front matter", _ALLOWED)
        return None
    end = next((at for at, line in enumerate(lines[1:MAX_LINES], start=1) if line.rstrip() == "---"), None)
    if end is None:
        problems.add(1, "the front matter is never closed", _ALLOWED)
        return None
    mapping = read_yaml("\n".join(lines[1:end]) + "\n", problems, first_line=2)
    if mapping is None:
        return None
    return Document(Fields(mapping, problems), lines[end + 1 :], end + 2)
