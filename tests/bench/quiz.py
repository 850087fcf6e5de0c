"""What a question page of a quiz with twenty questions costs, half of them answered, against bare views.

Measured as in ``pages.py``: CPU time of this process, the sides in turns, the median over the rounds. One bare view reads the
same rows and answers with the same HTML, ready made; the other makes one query and answers with that HTML. The limit is
against the second. ``first view`` is the page when nobody has seen the question like this before, so that it is drawn.
"""

import sys
from collections.abc import Callable
from uuid import uuid4

from tests.bench.world import World, world

# The world sets Django up.
# isort: split
from portal.accounts.models import User
from portal.content.models import Blob, LessonVersion, Release
from portal.quizzes.models import Attempt
from portal.quizzes.services import answer, start
from portal.taking import drawn
from tests.bench.pages import BROWSER, Browser, measure, report
from tests.bench.urls import READY
from tests.factories import NOON
from tests.quizzes.world import EXAMPLE, fields, store_quiz

LIMIT = 2.0
COUNT = 20
HEAD = "---\nid: bench\ntitle: Twenty questions\nshuffle: [questions, options]\n---\n\n"


def twenty() -> str:
    """Return a quiz of twenty questions: those of the example, and some of them twice."""
    questions = ["## " + one for one in EXAMPLE.split("\n## ")[1:]]
    again = [one.replace("{#", "{#again-", 1) for one in questions[: COUNT - len(questions)]]
    return HEAD + "\n".join(one.strip("\n") + "\n" for one in [*questions, *again])


def sides(at: World) -> dict[str, Callable[[], object]]:
    """Return one question of an open attempt, and two bare views that answer with the same text."""
    browser, quiz = Browser(at.handler, at.cookies), store_quiz(twenty(), at.lesson)
    attempt = start(
        User.objects.get(), quiz, mode="practice", minutes=None, seed=7, request_id=uuid4(), now=NOON
    )
    assert len(attempt.order) == COUNT
    answer_some(attempt)
    path = f"{attempt.get_absolute_url()}{attempt.order.index('rank-gap') + 1}/"
    READY[attempt.pk] = browser.send("GET", path)[1].decode()
    one = LessonVersion.objects.create(
        lesson=at.lesson, source=Blob.objects.all()[0], release=Release.objects.all()[0],
        html=READY[attempt.pk], page={},
    )  # fmt: skip

    def get(path: str) -> Callable[[], object]:
        assert browser.send("GET", path)[0] == 200, path
        return lambda: browser.send("GET", path, HTTP_ACCEPT_ENCODING=BROWSER)

    bare = {"rows": f"/bare/question/{attempt.pk}/", "one query": f"/bare/page/{one.pk}/"}
    calls = {name: get(path) for name, path in {"quiz": path, **bare}.items()}

    def first_view() -> object:
        drawn._question.cache_clear()
        return calls["quiz"]()

    return {**calls, "first view": first_view}


def answer_some(attempt: Attempt) -> None:
    """Answer what can be answered among the first ten questions, so that the page is one in the middle."""
    questions = attempt.version.questions()
    for uid in [uid for uid in attempt.order[:10] if uid != "rank-gap"]:
        question = questions[uid]
        if question.kind not in ("sqldrill", "pydrill"):
            given = fields(question, attempt.seed, "right")
            answer(attempt, question, given, revision=0, confidence="", now=NOON, seconds=9.0)


def main() -> int:
    """Measure, print, and fail when the limit is passed."""
    with world() as at:
        costs = measure(sides(at))
        (html,) = READY.values()
    what = f"question page, {len(html) / 1000:.1f} KB"
    report(at.database, f"{what}, rows", {name: costs[name] for name in ("quiz", "rows")})
    report(at.database, "  first view", {name: costs[name] for name in ("first view", "one query")})
    ratio = report(at.database, "  against one query", {name: costs[name] for name in ("quiz", "one query")})
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
