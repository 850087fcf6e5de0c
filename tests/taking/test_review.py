"""The page of review: questions are answered, cards turned over, the last grade taken back, nothing twice."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import TimeMachineFixture

from portal.accounts.models import User
from portal.quizzes.models import Response
from portal.review.models import Card, ReviewLog
from portal.review.selectors import differences
from portal.review.services import set_suspended
from portal.taking.tasks import hear_of_practice
from tests.factories import NOON, make_learner
from tests.quizzes.test_attempts import HEAD, ONE, TWO, give
from tests.quizzes.world import begin, store_quiz
from tests.taking.helpers import ADD, FACE, RUBRIC, form_of, given, missed, own, question, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner(zone="UTC")
    client.force_login(learner)
    return learner


def test_a_missed_question_is_asked_again_and_graded_the_same_way(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    page = shown(client)
    assert "Is it so?" in page.text
    form = form_of(page, "/answer/") | given(card, quiz, "right")
    reply = client.post(f"/review/{card.pk}/answer/", {**form, "confidence": "know"}, follow=True)
    assert "Comes back on" in reply.content.decode()
    log = ReviewLog.objects.latest("pk")
    assert (log.correct, log.confidence, log.source, log.proof) == (1.0, "know", "review", True)
    assert not list(differences(learner))


def test_the_answer_stays_to_be_read_after_a_reload(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    form = form_of(shown(client), "/answer/") | given(card, quiz, "wrong")
    client.post(f"/review/{card.pk}/answer/", form)
    for _ in range(2):
        page = shown(client, f"/review/{card.pk}/")
        assert "Not yet" in page.text
        assert "your answer" in page.text


def test_a_form_sent_twice_is_one_grade(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    form = form_of(shown(client), "/answer/") | given(card, quiz, "right")
    first = client.post(f"/review/{card.pk}/answer/", form)
    again = client.post(f"/review/{card.pk}/answer/", form)
    assert again.url == first.url == f"/review/{card.pk}/"  # type: ignore[attr-defined]
    assert Card.objects.get().reps == 2


def test_a_second_tab_grades_nothing_and_says_so(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    tabs = [form_of(shown(client), "/answer/") for _ in range(2)]
    client.post(f"/review/{card.pk}/answer/", tabs[0] | given(card, quiz, "right"))
    reply = client.post(f"/review/{card.pk}/answer/", tabs[1] | given(card, quiz, "wrong"), follow=True)
    assert "was answered meanwhile" in reply.content.decode()
    assert Card.objects.get().reps == 2


def test_a_second_tab_with_a_turned_card_grades_nothing(client: Client, learner: User) -> None:
    card = own(learner)
    tabs = [form_of(shown(client, "/review/?turned"), "/judge/") for _ in range(2)]
    for rating, form in zip("31", tabs, strict=True):
        reply = client.post(f"/review/{card.pk}/judge/", {**form, "rating": rating}, follow=True)
    assert "was answered meanwhile" in reply.content.decode()
    assert ReviewLog.objects.get().rating == 3


def test_a_card_set_aside_or_removed_meanwhile_is_answered_kindly(client: Client, learner: User) -> None:
    card = own(learner)
    form = form_of(shown(client, "/review/?turned"), "/judge/")
    set_suspended(learner, card, suspended=True, now=NOON)
    for pk in (card.pk, card.pk + 1000):
        reply = client.post(f"/review/{pk}/judge/", {**form, "rating": "3"}, follow=True)
        assert (reply.status_code, "is not asked any more" in reply.content.decode()) == (200, True)
    assert not ReviewLog.objects.exists()


def test_nothing_given_is_not_an_answer_but_not_knowing_is(client: Client, learner: User) -> None:
    card, _ = missed(learner, ONE, "so")
    form = form_of(shown(client), "/answer/")
    reply = client.post(f"/review/{card.pk}/answer/", {**form, "do": "check"}, follow=True)
    assert "There is no answer yet" in reply.content.decode()
    assert Card.objects.get().reps == 1
    reply = client.post(f"/review/{card.pk}/answer/", {**form, "do": "pass"}, follow=True)
    assert "No answer" in reply.content.decode()
    assert ReviewLog.objects.latest("pk").rating == 1


def test_an_own_card_is_turned_over_judged_and_taken_back(client: Client, learner: User) -> None:
    card = own(learner)
    page = shown(client)
    assert "Behind it" not in page.text
    turn = next(link["href"] for link in page.all("a") if "turned" in link["href"])
    page = shown(client, turn)
    assert "Behind it" in page.text
    client.post(f"/review/{card.pk}/judge/", {**form_of(page, "/judge/"), "rating": "3"})
    assert Card.objects.get().reps == 1
    reply = client.post("/review/undo/", form_of(shown(client), "/undo/"), follow=True)
    assert "Taken back" in reply.content.decode()
    assert "Front" in reply.content.decode()
    assert Card.objects.get().reps == 0


def test_turning_shows_the_back_of_the_very_card_that_was_shown(client: Client, learner: User) -> None:
    own(learner, "First")
    turn = next(link["href"] for link in shown(client).all("a") if "turned" in link["href"])
    missed(learner, ONE, "so")
    assert "Is it so?" in shown(client).text
    assert "First" in shown(client, turn).text


def test_each_grade_says_how_long_the_card_then_waits(client: Client, learner: User) -> None:
    own(learner)
    page = shown(client, "/review/?turned")
    assert "Missed it 10 min" in page.text
    assert "Knew it 2 days" in page.text


def test_a_card_of_a_quiz_shows_its_back_only_once_turned(client: Client, learner: User) -> None:
    store_quiz(HEAD + FACE)
    own(learner, kind="card", ref="small#face")
    assert "B-tree" not in shown(client).text
    assert "B-tree" in shown(client, "/review/?turned").text


def test_a_hint_is_kept_and_the_answer_counts_as_helped(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    page = shown(client)
    assert "counts as helped" in page.text
    assert "Think." not in page.text
    form = form_of(page, "/answer/")
    client.post(f"/review/{card.pk}/answer/", {**form, **given(card, quiz, "right"), "do": "hint"})
    page = shown(client)
    assert "Think." in page.text
    assert [o["value"] for o in page.all("input", type="radio", name="a-answer") if "checked" in o]
    client.post(f"/review/{card.pk}/answer/", form_of(page, "/answer/") | given(card, quiz, "right"))
    log = ReviewLog.objects.latest("pk")
    assert (log.hints, log.rating, log.proof) == (1, 2, False)


def test_a_hint_stays_seen_when_the_grade_is_taken_back(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    client.post(f"/review/{card.pk}/answer/", {**form_of(shown(client), "/answer/"), "do": "hint"})
    client.post(f"/review/{card.pk}/answer/", form_of(shown(client), "/answer/") | given(card, quiz, "right"))
    client.post("/review/undo/", form_of(shown(client, f"/review/{card.pk}/"), "/undo/"))
    page = shown(client)
    assert "Think." in page.text
    client.post(f"/review/{card.pk}/answer/", form_of(page, "/answer/") | given(card, quiz, "right"))
    assert ReviewLog.objects.latest("pk").hints == 1


def test_a_text_is_judged_by_the_learner_against_its_criteria(client: Client, learner: User) -> None:
    card, quiz = missed(learner, RUBRIC, "backup")
    form = form_of(shown(client), "/answer/")
    client.post(
        f"/review/{card.pk}/answer/", {**form, "a-text": "A snapshot of the volume.", "confidence": "think"}
    )
    assert Card.objects.get().reps == 1
    page = shown(client)
    assert "A snapshot of the volume." in page.text
    assert "Says how it is restored" in page.text
    met = [one["key"] for one in question(quiz, "backup").spec["criteria"]]
    judged = {**form_of(page, "/answer/"), "a-judged": "yes", "a-met": met, "do": "judge"}
    assert form["request"] != judged["request"]
    client.post(f"/review/{card.pk}/answer/", judged)
    log = ReviewLog.objects.latest("pk")
    assert (log.correct, log.confidence, Card.objects.get().reps) == (1.0, "think", 2)


def test_a_question_with_variables_has_new_values_each_time(client: Client, learner: User) -> None:
    card, quiz = missed(learner, ADD, "add")
    form = form_of(shown(client), "/answer/")
    client.post(f"/review/{card.pk}/answer/", form | given(card, quiz, "right"))
    assert ReviewLog.objects.latest("pk").correct == 1.0
    before, card = card, Card.objects.get()
    assert card.showing_seed == before.showing_seed + 1
    assert "Right" in shown(client, f"/review/{card.pk}/").text


def test_a_card_whose_question_left_does_not_block_the_queue(client: Client, learner: User) -> None:
    card, _ = missed(learner, ONE, "so")
    own(learner, "Another")
    Card.objects.filter(pk=card.pk).update(ref="small#gone")
    page = shown(client)
    assert "Another" in page.text
    assert "Card 1 of 1" in page.text


def test_a_voided_question_is_not_asked(client: Client, learner: User) -> None:
    missed(learner, ONE, "so")
    store_quiz(HEAD + ONE.replace("{#so", "{#so .void"))
    assert "Nothing is due" in shown(client).text


def test_a_sitting_of_minutes_ends_when_they_are_over(client: Client, learner: User) -> None:
    for n in range(30):
        own(learner, f"Front {n}", state=2, step=None, stability=5.0, difficulty=5.0, reps=1,
            last_review=NOON - timedelta(days=600), due=NOON - timedelta(days=590 - n),
            reviewed_on=(NOON - timedelta(days=600)).date())  # fmt: skip
    page = shown(client, "/review/?minutes=1")
    assert "Card 1 of 4" in page.text
    for n in range(4):
        form = form_of(page, "/judge/") | {"rating": "3", "shown": str(timezone.now().timestamp() - 20)}
        card = next(f["action"] for f in page.all("form") if f.get("action", "").endswith("/judge/"))
        page = shown(client, client.post(card, form).url)  # type: ignore[attr-defined]
        if n == 2:
            break
    assert "Enough for this sitting" in page.text
    assert "3 cards reviewed" in page.text


@pytest.mark.parametrize(("hour", "day"), [(2, "Sunday, 29"), (14, "Monday, 30")])
def test_an_empty_page_says_when_the_next_card_comes(
    client: Client, learner: User, time_machine: TimeMachineFixture, hour: int, day: str
) -> None:
    time_machine.move_to(datetime(2026, 11, 27, hour, 30, tzinfo=UTC))
    due = timezone.now() + timedelta(days=3)
    own(learner, state=2, step=None, stability=5.0, reps=1, last_review=NOON, due=due)
    assert f"Next on {day} November, 1 card." in shown(client).text
    Card.objects.update(state=1, step=0, due=timezone.now() + timedelta(seconds=50))
    assert "The next card comes back at" in shown(client).text


@pytest.mark.parametrize(
    "query",
    [
        "minutes=0",
        "minutes=x",
        "minutes=²",
        "minutes=5&since=99999999999",
        "card=.",
        "card=1.-1",
        "card=9" * 9,
    ],
)
def test_an_odd_address_is_an_ordinary_sitting(client: Client, learner: User, query: str) -> None:
    own(learner)
    assert "Card 1 of 1" in shown(client, f"/review/?{query}").text


def test_looking_writes_nothing_and_practice_is_heard_of_by_a_task(client: Client, learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + ONE + TWO))
    give(attempt, "so", "wrong")
    exam = begin(learner, store_quiz(HEAD + ONE), "exam")
    Response.objects.create(attempt=exam, question="so", uuid=uuid4(), saved_at=NOON, value={"answer": ["0"]})
    shown(client)
    assert not Card.objects.exists()
    for _ in range(2):
        hear_of_practice()
    assert (Card.objects.get().ref, ReviewLog.objects.count()) == ("small#so", 1)
    assert "Is it so?" not in shown(client).text  # it waits for its ten minutes


def test_each_learner_sees_and_answers_their_own_cards(client: Client, learner: User) -> None:
    card = own(make_learner(), "Not yours")
    for address in (f"/review/{card.pk}/", f"/review/cards/{card.pk}/", "/review/cards/?find=Not"):
        assert b"Not yours" not in client.get(address).content
    assert "Nothing is due" in shown(client, f"/review/?card={card.pk}.0").text
    form = {"request": uuid4().hex, "number": "0", "rating": "1", "aside": "yes"}
    for what in ("judge", "answer", "suspend"):
        client.post(f"/review/{card.pk}/{what}/", form)
    client.post(f"/review/cards/{card.pk}/remove/", form)
    after = Card.objects.get()
    assert (after.reps, after.suspended_at, after.retired_at, after.front) == (0, None, None, "Not yours")
