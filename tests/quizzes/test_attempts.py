"""Attempts keep to their version; nothing is overwritten silently, and nothing counts twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.ledger import differences
from portal.progress.models import LessonState, ProgressEvent
from portal.quizzes import services
from portal.quizzes.models import Attempt, Response
from portal.review.models import Card
from portal.taking.services import finish
from tests.factories import NOON, make_learner
from tests.quizzes.world import begin, fields, store_quiz

pytestmark = pytest.mark.django_db
HEAD = "---\nid: small\ntitle: Small\nshuffle: [options]\n---\n\n"
ONE = "## Is it so? {#so concept=a.b}\n\n- [x] True\n- [ ] False\n\n> [!TIP]\n> Think.\n"
TWO = "\n## Name it {#name}\n\nAnswer: [[LAG]]\n"


@pytest.fixture
def learner() -> User:
    return make_learner()


def give(attempt: Attempt, uid: str, how: str, *, revision: int = 0, confidence: str = "") -> Response:
    question = attempt.version.questions()[uid]
    return services.answer(
        attempt, question, fields(question, attempt.seed, how),
        revision=revision, confidence=confidence, now=NOON, seconds=5.0,
    )  # fmt: skip


def test_the_same_request_twice_is_one_attempt(learner: User) -> None:
    quiz, request = store_quiz(HEAD + ONE), uuid4()
    made = [
        services.start(
            learner, quiz, mode="practice", minutes=None, seed=seed, request_id=request, now=NOON
        ).pk
        for seed in (1, 2)
    ]
    assert made[0] == made[1]
    assert Attempt.objects.count() == 1


def test_an_attempt_is_graded_by_the_version_it_began_with(learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + ONE))
    store_quiz(HEAD + ONE.replace("[x] True", "[ ] True").replace("[ ] False", "[x] False"))
    assert give(Attempt.objects.get(pk=attempt.pk), "so", "right").credit == 1.0


def test_a_page_that_is_out_of_date_overwrites_nothing(learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + ONE + TWO), "exam")
    question = attempt.version.questions()["name"]
    rest = {"confidence": "", "now": NOON}
    services.save(attempt, question, {"gap-0": ["LEAD"]}, revision=0, **rest)
    with pytest.raises(services.Conflict) as told:
        services.save(attempt, question, {"gap-0": ["LAST"]}, revision=0, **rest)
    assert (told.value.stored.value, told.value.posted) == ({"gap-0": ["LEAD"]}, {"gap-0": ["LAST"]})
    assert Response.objects.get().value == {"gap-0": ["LEAD"]}
    assert services.save(attempt, question, {"gap-0": ["LEAD"]}, revision=0, **rest).revision == 1


def test_a_page_whose_acknowledgement_was_lost_replaces_its_own_save_and_no_other(learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + TWO), "exam")
    question = attempt.version.questions()["name"]
    rest = {"revision": 0, "confidence": "", "now": NOON}
    services.save(attempt, question, {"gap-0": ["L"]}, by=["one"], **rest)
    services.save(attempt, question, {"gap-0": ["LA"]}, by=["two", "one"], **rest)
    with pytest.raises(services.Conflict):
        services.save(attempt, question, {"gap-0": ["LAG"]}, by=["one"], **rest)
    assert Response.objects.get().value == {"gap-0": ["LA"]}


def test_both_answers_are_shown_with_409_and_the_choice_is_the_learners(
    client: Client, learner: User
) -> None:
    client.force_login(learner)
    attempt = begin(learner, store_quiz(HEAD + TWO), "exam")
    address = f"{attempt.get_absolute_url()}1/answer/"
    client.post(address, {"a-gap-0": "LEAD", "revision": "0", "do": "save"})
    stale = client.post(address, {"a-gap-0": "LAST", "revision": "0", "do": "check"})
    assert stale.status_code == 409
    assert "LEAD" in stale.content.decode()
    assert "LAST" in stale.content.decode()
    told = client.post(address, {"a-gap-0": "LAST", "revision": "0", "do": "save"})
    assert (told.status_code, told.json()["value"]) == (409, {"gap-0": ["LEAD"]})
    client.post(address, {"a-gap-0": "LAST", "revision": "1", "do": "keep"})
    assert Response.objects.get().value == {"gap-0": ["LAST"]}


def test_after_the_end_of_an_exam_nothing_is_taken_in_and_what_was_saved_counts(learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + TWO), "exam", minutes=10)
    question = attempt.version.questions()["name"]
    rest = {"confidence": "", "revision": 0}
    services.save(attempt, question, {"gap-0": ["LAG"]}, now=NOON + timedelta(minutes=9), **rest)
    with pytest.raises(Refused):
        services.save(attempt, question, {"gap-0": ["x"]}, now=NOON + timedelta(minutes=11), **rest)
    assert services.finish(attempt, now=NOON + timedelta(minutes=12)).percent == 100


def test_a_passed_quiz_makes_the_lesson_practised_once_and_the_log_says_so(learner: User) -> None:
    quiz = store_quiz(HEAD + ONE)
    for _ in range(2):
        attempt = begin(learner, quiz)
        give(attempt, "so", "right")
        finish(attempt, now=NOON)
    assert LessonState.objects.get().practised_at == NOON
    assert ProgressEvent.objects.get().kind == "lesson-practised"
    assert differences(learner) == []


def test_the_recall_queue_hears_of_first_tries_once(learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + ONE + TWO))
    give(attempt, "so", "wrong", confidence="know")
    give(attempt, "so", "right", revision=1)
    finish(attempt, now=NOON)
    finish(attempt, now=NOON + timedelta(hours=1))
    card = Card.objects.get(ref="small#so")
    assert (card.reps, card.logs.get().correct, card.logs.get().miscalibrated) == (1, 0.0, True)
    assert not Card.objects.filter(ref="small#name").exists()


def test_nobody_sees_or_answers_anothers_attempt(client: Client, learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + ONE))
    client.force_login(make_learner())
    base = attempt.get_absolute_url()
    statuses = [client.get(base).status_code, client.get(f"{base}1/").status_code]
    statuses += [client.post(f"{base}1/answer/").status_code, client.post(f"{base}finish/").status_code]
    assert statuses == [404] * 4


def test_starting_and_answering_take_at_most_eight_queries(
    client: Client, learner: User, django_assert_max_num_queries: object
) -> None:
    client.force_login(learner)
    quiz = store_quiz(HEAD + ONE + TWO)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.post(f"/quiz/{quiz.uid}/start/", {"mode": "practice", "request": str(uuid4())})
    base = Attempt.objects.get().get_absolute_url()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.post(f"{base}1/answer/", {"do": "pass", "revision": "0"})
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(f"{base}1/")


def test_every_kind_has_its_template() -> None:
    from django.template.loader import get_template

    from portal.quizzes.kinds import kinds
    from portal.taking.sheet import template_of

    assert len([get_template(template_of(kind)) for kind in kinds]) == 17


def test_a_lesson_with_a_quiz_leads_to_it(client: Client) -> None:
    quiz = store_quiz(HEAD + ONE)
    assert quiz.lesson is not None
    page = client.get(quiz.lesson.get_absolute_url()).content.decode()
    assert f'href="{quiz.get_absolute_url()}">Take the quiz<' in page
