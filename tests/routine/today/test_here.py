"""Today and the path give one answer to “where am I?”."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.models import LessonState
from portal.progress.services import note_place, set_done
from portal.reading.selectors.plan import path_page
from portal.routine.selectors.facts import next_of
from portal.routine.selectors.today import today_of
from tests.factories import NOON, make_learner, make_lesson, make_plan, make_track
from tests.routine.visits import shown

pytestmark = pytest.mark.django_db
TRACKS = {"habits": None, "python": (1, 2), "craft": None, "kafka": (1, 2)}
ACTS = st.tuples(
    st.sampled_from(["see", "see", "read", "practise", "retire"]), st.integers(0, 7), st.integers(0, 12)
)


def make_path() -> list[Lesson]:
    """Make two tracks on the road, each behind a habit; two topics in each."""
    make_plan()
    tracks = [make_track(uid, weeks=weeks) for uid, weeks in TRACKS.items()]
    return [make_lesson(f"{track.uid}/topic-{n}", track=track) for track in tracks for n in (1, 2)]


def act(learner: User, lesson: Lesson, what: str, hours: int) -> None:
    at = NOON + timedelta(hours=hours)
    match what:
        case "see":
            note_place(learner, lesson, anchor="the-idea", at=at)
        case "read":
            set_done(learner, lesson, done=True, at=at, request_id=uuid4())
        case "practise":
            LessonState.objects.update_or_create(user=learner, lesson=lesson, defaults={"practised_at": at})
        case "retire":
            Lesson.objects.filter(pk=lesson.pk).update(retired_at=at)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(ACTS, max_size=9))
def test_today_and_the_path_name_the_same_topic_whatever_was_done_before(story: list[Any]) -> None:
    with transaction.atomic():
        lessons, learner = make_path(), make_learner()
        for what, which, hours in story:
            act(learner, lessons[which], what, hours)
        path = path_page(learner, NOON)
        lessons_ahead = [row.uid for row in next_of(learner, NOON.date()) if row.turn >= 0]
        assert lessons_ahead[:1] == ([path.onward.topic.uid] if path.onward else [])
        track = next((leg.track.short for leg in path.legs if leg.now), None)
        told = today_of(learner, NOON).track
        assert (told[0] if told else None) == track
        transaction.set_rollback(True)


def test_the_head_of_today_names_the_track_of_the_lesson_below_it(browser: Client, learner: User) -> None:
    make_lesson("kafka/partitions")
    note_place(learner, make_lesson("kafka/topics"), anchor="", at=NOON)
    text = shown(browser)
    assert "You are in Kafka, topic 2 of 2." in text
    assert "Lesson: Topics" in text


def test_whoever_has_done_all_is_nowhere(browser: Client, learner: User) -> None:
    for lesson in Lesson.objects.all():
        set_done(learner, lesson, done=True, at=NOON, request_id=uuid4())
    assert "You are in" not in shown(browser)
