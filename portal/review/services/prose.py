"""A learner's Markdown as HTML: a side of a card."""

from portal.content.prose import prose_of
from portal.core.errors import Refused

LONGEST = 10_000


def html_of(text: str, *, name: str) -> str:
    """Return sanitised HTML of the Markdown ``text``, in which links lead to ``https`` addresses only.

    Raises ``Refused`` for a text that is longer than ``LONGEST`` or that the renderer finds fault with;
    ``name`` is what the sentence calls it ("front").
    """
    if len(text) > LONGEST:
        raise Refused(f"The {name} has {len(text):,} characters; {LONGEST:,} fit on a card.")
    prose = prose_of(text)
    if prose.fault:
        raise Refused(f"The {name}: {prose.fault}")
    return prose.html
