"""What learners write, as HTML: the one way from their Markdown to a page.

The compiler's renderer reads it, a narrower list of what may stay goes over the result, and both happen in a process
that is ended when a text takes too long. ``prose_of`` is all that others call.
"""

from portal.content.prose.narrow import Prose
from portal.content.prose.pool import prose_of

__all__ = ["Prose", "prose_of"]
