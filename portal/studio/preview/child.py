"""Look at files in a process of its own: ``python -m portal.studio.preview.child <descriptor of a socket>``."""

import sys
from datetime import date

from portal.content.compile import warm
from portal.core.workers import serve
from portal.quizzes.kinds import kinds
from portal.studio.preview.line import answer, arguments
from portal.studio.preview.looking import Around, look

if __name__ == "__main__":
    warmed = [warm.__name__, *(kind.slug for kind in kinds)]
    look(
        "01-a/01-b/01-c.quiz.md",
        b"---\nid: a\ntitle: A\n---\n\n## B {#b}\n\n- [x] True\n",
        Around(),
        date.min,
    )
    serve(sys.argv[1], lambda asked: answer(look(*arguments(asked))))
