"""Cards of the learner's own."""

from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.review.models import Card
from portal.review.services import edit_card, make_card
from tests.factories import make_learner, make_lesson
from tests.review.helpers import NOON


def make(learner: User, front: str = "What is a *peer*?", back: str = "A tie.") -> Card:
    return make_card(learner, front=front, back=back, request_id=uuid4(), now=NOON)


def test_an_own_card_is_rendered_once_and_is_new(learner: User) -> None:
    card = make(learner)
    assert card.front_html.strip() == "<p>What is a <em>peer</em>?</p>"
    assert card.memory.is_new


def test_the_same_request_makes_one_card(learner: User) -> None:
    lesson, again = make_lesson("sql/joins"), uuid4()
    for _ in range(2):
        make_card(learner, front="a", back="b", request_id=again, now=NOON, lesson=lesson)
    assert Card.objects.get().lesson == lesson


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b hx-get='/'>x</b>",
        "a <p style='color:red'>b",
    ],
)
def test_html_of_a_learner_is_text(learner: User, text: str) -> None:
    html = make(learner, back=text).back_html
    assert "&lt;" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "text", [" \n", "x" * 10_001, "[" * 9_000, "[a](javascript:alert(1))", "[a](/admin/)", "```sql\nselect 1"]
)
def test_a_text_that_cannot_stand_on_a_card_is_refused(learner: User, text: str) -> None:
    with pytest.raises(Refused):
        make(learner, back=text)
    assert not Card.objects.exists()


def test_changing_the_texts_leaves_the_memory(learner: User) -> None:
    card = make(learner)
    edit_card(learner, card, front="New", back="Text")
    assert Card.objects.get().front_html.strip() == "<p>New</p>"
    assert Card.objects.get().memory == card.memory


def test_nobody_changes_a_card_of_somebody_else(learner: User) -> None:
    card = make(make_learner())
    with pytest.raises(Refused):
        edit_card(learner, card, front="New", back="Text")
