"""The log: what is taken back is as it was, and every card is the fold of its grades."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from fsrs import Rating
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.review.models import Card, ReviewLog
from portal.review.rules.answers import Source
from portal.review.selectors import differences
from portal.review.services import rebuild, set_settings, undo_last
from tests.factories import make_learner
from tests.review.helpers import NOON, answered, make_own, review, say

DAY = timedelta(days=1)
steps = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "own", "undo", "retention"]),
        st.sampled_from(Rating),
        st.timedeltas(timedelta(0), timedelta(days=40)),
    ),
    max_size=10,
)


@given(steps)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_every_card_is_the_fold_of_its_log(db: None, steps: list[tuple[Any, ...]]) -> None:
    learner, at = make_learner(), NOON
    own = make_own(learner)
    before: list[tuple[Card, Any]] = []
    for what, rating, gap in steps:
        at += gap
        if what == "undo" and before:
            card, memory = before.pop()
            undo_last(learner, request_id=uuid4(), now=at)
            assert Card.objects.get(pk=card.pk).memory == memory
        elif what == "own":
            before.append((own, Card.objects.get(pk=own.pk).memory))
            say(learner, own, rating, at=at)
        elif what == "retention":
            set_settings(learner, retention=0.8 + rating / 25, minutes=20, new_per_day=10)
        elif what != "undo":
            known = Card.objects.of(learner).filter(ref=what).first()
            review(learner, answered(what, 0.0), at=at, source=Source.QUIZ) if known is None else None
            known = Card.objects.of(learner).get(ref=what)
            before.append((known, known.memory))
            review(learner, answered(what, (rating - 1) / 2), at=at)
        assert list(differences(learner)) == []


def test_taking_back_a_grade_restores_the_card_and_leaves_both_in_the_log(learner: User) -> None:
    card = say(learner, make_own(learner), Rating.Good, at=NOON)
    say(learner, card, Rating.Again, at=NOON + 9 * DAY)
    assert undo_last(learner, request_id=uuid4(), now=NOON + 9 * DAY).memory == card.memory
    assert Card.objects.get().memory == card.memory
    assert [log.rating for log in ReviewLog.objects.order_by("pk")] == [3, 1, None]


def test_taking_back_twice_goes_back_two_grades(learner: User) -> None:
    new = make_own(learner)
    say(learner, say(learner, new, Rating.Good, at=NOON), Rating.Good, at=NOON + DAY)
    for _ in range(2):
        undo_last(learner, request_id=uuid4(), now=NOON + DAY)
    assert Card.objects.get().memory == new.memory
    with pytest.raises(Refused, match="no grade"):
        undo_last(learner, request_id=uuid4(), now=NOON + DAY)


def test_the_same_request_takes_back_one_grade(learner: User) -> None:
    card = say(learner, make_own(learner), Rating.Good, at=NOON)
    say(learner, card, Rating.Good, at=NOON + DAY)
    again = uuid4()
    for _ in range(2):
        undo_last(learner, request_id=again, now=NOON + DAY)
    assert Card.objects.get().reps == 1


def test_a_grade_from_a_quiz_is_not_taken_back(learner: User) -> None:
    review(learner, answered("q#a", 0.0), at=NOON, source=Source.QUIZ)
    with pytest.raises(Refused):
        undo_last(learner, request_id=uuid4(), now=NOON)


def test_a_grade_stays_when_the_card_was_graded_elsewhere_since(learner: User) -> None:
    review(learner, answered("q#a", 0.0), at=NOON)
    review(learner, answered("q#a"), at=NOON + DAY, source=Source.QUIZ)
    with pytest.raises(Refused, match="again since"):
        undo_last(learner, request_id=uuid4(), now=NOON + DAY)


def test_nobody_takes_back_a_grade_of_somebody_else(learner: User) -> None:
    other = make_learner()
    say(other, make_own(other), Rating.Good, at=NOON)
    with pytest.raises(Refused):
        undo_last(learner, request_id=uuid4(), now=NOON)


def test_a_card_that_was_tampered_with_is_found_named_and_repaired(learner: User) -> None:
    say(learner, make_own(learner), Rating.Good, at=NOON)
    call_command("verify_review", stdout=StringIO())
    Card.objects.update(stability=99.0, reps=5)
    out = StringIO()
    with pytest.raises(CommandError, match="2 differences"):
        call_command("verify_review", stdout=out)
    assert "stability" in out.getvalue()
    assert {d.column for d in rebuild(learner)} == {"stability", "reps"}
    assert list(differences(learner)) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_lose_no_grade() -> None:
    learner = make_learner()
    review(learner, answered("q#a", 0.0), at=NOON)

    def tab(_: int) -> None:
        for _ in range(8):
            review(learner, answered("q#a"), at=NOON)
        connection.close()

    with ThreadPoolExecutor(3) as tabs:
        list(tabs.map(tab, range(3)))
    assert Card.objects.get().reps == ReviewLog.objects.count() == 25
    assert list(differences(learner)) == []
