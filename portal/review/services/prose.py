"""A learner's Markdown as HTML: the one place that calls the compiler's renderer for it."""

from portal.content.compile.fences import fences_of
from portal.content.compile.problems import Problems
from portal.content.compile.render import render
from portal.content.compile.render.page import Page
from portal.core.errors import Refused

LONGEST = 10_000


def html_of(text: str, *, name: str) -> str:
    """Return sanitised HTML of the Markdown ``text``, in which links lead to ``https`` addresses only.

    Raises ``Refused`` for a text that is longer than ``LONGEST`` or that the renderer finds fault with;
    ``name`` is what the sentence calls it ("front").
    """
    if len(text) > LONGEST:
        raise Refused(f"The {name} has {len(text):,} characters; {LONGEST:,} fit on a card.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = Problems(name)
    fences = list(fences_of(text, problems))
    page = Page(name, text.split("\n"), 1, problems, find=lambda path: None, fences=fences)
    html = render(page).html
    if problems:
        first = problems[0]
        raise Refused(
            f"The {name}, line {first.line}: {first.wrong}. Allowed: {first.allowed or 'plain Markdown'}."
        )
    return html
