"""Cards to review in the browser, and the forms of a page as a browser would send them."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from portal.accounts.models import User
from portal.quizzes.models import Quiz
from portal.quizzes.parts import Question
from portal.review.models import Card
from portal.review.rules.answers import Source
from portal.review.services import make_card, take_in
from tests.factories import NOON
from tests.markup import Page, read
from tests.quizzes.test_attempts import HEAD
from tests.quizzes.world import fields, store_quiz
from tests.review.helpers import answered

LONG_AGO = datetime(2025, 1, 1, 12, tzinfo=UTC)
RUBRIC = """
## Describe a backup {#backup .rubric min=2}

- [ ] (2) Says how a consistent state is taken
- [ ] (1) Says how it is restored
"""
FACE = "\n## Which index holds order? {#face .card}\n\nA B-tree does.\n"
ADD = "\n## Add {#add}\n\n```vars\na = randint(2, 99)\n```\n\n{{ a }} + 1 is [[= a + 1 ]].\n"


def missed(learner: User, text: str, name: str) -> tuple[Card, Quiz]:
    """Let the learner have missed a question long ago."""
    quiz = store_quiz(HEAD + text)
    take_in(learner, [answered(f"small#{name}", 0.0)], source=Source.QUIZ, now=LONG_AGO)
    return Card.objects.get(user=learner, ref=f"small#{name}"), quiz


def own(learner: User, front: str = "Front", **values: Any) -> Card:
    """Make a card of the learner's own, new unless ``values`` say otherwise."""
    card = make_card(learner, front=front, back="Behind it", request_id=uuid4(), now=NOON)
    Card.objects.filter(pk=card.pk).update(**values)
    return Card.objects.get(pk=card.pk)


def question(quiz: Quiz, name: str) -> Question:
    """Return a question of what the quiz asks now."""
    assert quiz.version is not None
    return quiz.version.questions()[name]


def given(card: Card, quiz: Quiz, how: str) -> dict[str, list[str]]:
    """Return what a form posts for an answer to the question of a card."""
    asked = question(quiz, card.ref.partition("#")[2])
    return {f"a-{name}": values for name, values in fields(asked, card.showing_seed, how).items()}


def shown(client: Client, address: str = "/review/") -> Page:
    """Open a page and take it apart; it has no fault."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = read(answer.content)
    assert page.faults == []
    return page


def form_of(page: Page, ending: str) -> dict[str, str]:
    """Return the hidden fields of the form that leads to an address with this ending."""
    found: dict[str, str] = {}
    inside = False
    for tag, values in page.tags:
        if tag == "form":
            inside = values.get("action", "").endswith(ending)
        elif inside and tag == "input" and values.get("type") == "hidden":
            found[values["name"]] = values["value"]
    return found
