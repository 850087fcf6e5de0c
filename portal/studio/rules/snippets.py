"""What can be put into a text at one press: alerts, listings, figures, and a question of every kind there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.content.compile.render.asides import ALERTS
from portal.content.compile.source.paths import Kind
from portal.quizzes.kinds import kinds

PROSE: Final = ("lesson", "track", "milestone")
_ID = re.compile(r"\{#([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of Markdown with the word on its button; ``group`` is the heading it stands under."""

    key: str
    group: str
    label: str
    text: str


def snippets_for(kind: Kind) -> list[Snippet]:
    """Return what fits into a file of a kind; nothing into one that is no Markdown."""
    if kind == "quiz":
        return list(_questions())
    return [*_alerts(), *_pieces()] if kind in PROSE else []


def figure(name: str) -> str:
    """Return the Markdown of a figure: picture, caption and words, all three of which are required."""
    return (
        f"![One sentence on what can be seen](assets/{name})\n\n*What to look at, as a caption.*\n\n<details>\n"
        "<summary>The diagram in words</summary>\n\nWhat the picture shows, for who cannot see it.\n\n</details>\n"
    )


def fitted(snippet: str, text: str) -> str:
    """Return the snippet with ids that ``text`` does not have yet."""
    taken = set(_ID.findall(text))

    def free(found: re.Match[str]) -> str:
        name, number = found[1], 2
        while name in taken:
            name, number = f"{found[1]}-{number}", number + 1
        taken.add(name)
        return f"{{#{name}"

    return _ID.sub(free, snippet)


def appended(snippet: str, text: str) -> str:
    """Return the text with the snippet at its end, an empty line between."""
    return f"{text.rstrip()}\n\n{fitted(snippet, text)}"


def _alerts() -> Iterator[Snippet]:
    for name, (_, _, label) in ALERTS.items():
        yield Snippet(f"alert-{name.lower()}", "Alert", label, f"> [!{name}]\n> One thing to know.\n")


def _pieces() -> Iterator[Snippet]:
    run = '```sql run title="What it shows"\nSELECT 1 AS one;\n```\n\n```output\none\n---\n1\n```\n'
    yield Snippet("listing-run", "Listing", "Code that runs, with its output", run)
    yield Snippet("listing-static", "Listing", "Code that is only shown", "```python static\nprint(1)\n```\n")
    fold = "<details>\n<summary>More on this</summary>\n\nFolded text.\n\n</details>\n"
    yield Snippet("fold", "Text", "Folded text", fold)
    yield Snippet("table", "Text", "Table", "| name | count |\n| --- | ---: |\n| a | 1 |\n")
    yield Snippet("figure", "Text", "Figure", figure("01-name.svg"))


def _questions() -> Iterator[Snippet]:
    for kind in kinds:
        yield Snippet(f"question-{kind.slug}", "Question", kind.label, kind.sample)
