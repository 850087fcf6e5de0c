"""A class of learners with a will of its own: who answers what, as values and as rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from portal.accounts.models import User
from portal.quizzes.asking import grade, read
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import Question
from portal.quizzes.statistics.sittings import Answer, Sitting, Tries, Try
from tests.factories import NOON

HEAD = "---\nid: sql-joins\ntitle: Joins\n---\n\n"
NINE = "".join(f"## True? {{#true-{n}}}\n\n- [x] True\n- [ ] False\n\n" for n in range(1, 10))
CHOICE = """## Which leaves a gap? {#gap}

- [x] `RANK()`
- [ ] `DENSE_RANK()`
- [ ] `ROW_NUMBER()`
"""
TYPED = """## Name it {#name}

It is [[LAG]].
"""


def tried(credit: float | None = 1.0, rest: float | None = 0.5, **answer: Any) -> Try:
    """Return one first try."""
    return Try(Answer(credit, **answer), credit, rest)


def tries(pairs: Sequence[tuple[float, float]]) -> Tries:
    """Return first tries with these credits and rests."""
    return Tries([tried(credit, rest) for credit, rest in pairs])


def answered(question: Question, value: Mapping[str, list[str]], **more: Any) -> Answer:
    """Return an answer as it is graded."""
    result = grade(question, 0, dict(value))
    return Answer(result.credit, value, {part.key: part.verdict for part in result.parts}, **more)


def sitting(
    number: int, learner: int, answers: Mapping[str, Answer], *, order: str = "", over: bool = True
) -> Sitting:
    """Return an attempt; ``order`` names the drawn questions, those answered without it."""
    return Sitting(number, learner, order.split() or list(answers), over, answers)


def key_of(question: Question, label: str) -> str:
    """Return the key of an option by a part of its text."""
    return str(next(option["key"] for option in question.spec["options"] if label in option["text"]))


def picks(question: Question, label: str) -> dict[str, list[str]]:
    """Return what is given when one option is ticked."""
    return {"answer": [key_of(question, label)]}


def store_class(
    quiz: Quiz,
    learners: Sequence[User],
    gives: Callable[[int, Question], Mapping[str, list[str]] | None],
    **more: Any,
) -> None:
    """Store a finished attempt of each learner; ``gives`` None is no answer at all."""
    assert quiz.version is not None
    questions = quiz.version.questions()
    attempts = Attempt.objects.bulk_create(
        Attempt(
            user=learner,
            version=quiz.version,
            mode="exam",
            seed=0,
            order=list(questions),
            request_id=uuid4(),
            started_at=NOON,
            finished_at=NOON,
        )
        for learner in learners
    )
    given = [
        (attempt, question, gives(at, question))
        for at, attempt in enumerate(attempts)
        for question in questions.values()
    ]
    Response.objects.bulk_create(
        [
            _response(attempt, question, value, more)
            for attempt, question, value in given
            if value is not None
        ],
        batch_size=1000,
    )


def _response(
    attempt: Attempt, question: Question, value: Mapping[str, list[str]], more: Mapping[str, Any]
) -> Response:
    value = read(question, 0, dict(value))
    result = grade(question, 0, value)
    parts = [{"key": part.key, "verdict": part.verdict, "feedback": ""} for part in result.parts]
    stored = {"credit": result.credit, "parts": parts, "waiting": False, "value": value}
    rest = {"seconds": 30.0, "confidence": "think", **more}
    return Response(
        attempt=attempt,
        question=question.id,
        uuid=uuid4(),
        value=value,
        tries=1,
        saved_at=NOON,
        answered_at=NOON,
        first=stored,
        grade=stored,
        credit=result.credit,
        **rest,
    )
