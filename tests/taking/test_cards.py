"""The learner's own cards, the list of all cards, and how much review they want."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from fsrs import Rating

from portal.accounts.models import User
from portal.review.models import Card, ReviewLog, ReviewSettings
from portal.review.services import remove_card, set_retired
from tests.factories import NOON, make_learner, make_lesson
from tests.quizzes.test_attempts import ONE
from tests.review.helpers import say
from tests.taking.helpers import form_of, missed, own, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner(zone="UTC")
    client.force_login(learner)
    return learner


def test_a_card_is_written_once_however_often_the_form_is_sent(client: Client, learner: User) -> None:
    form = form_of(shown(client, "/review/cards/new/"), "/new/")
    for _ in range(2):
        client.post("/review/cards/new/", {**form, "front": "What is a *peer*?", "back": "A row that ties."})
    card = Card.objects.get()
    assert (card.kind, card.user, card.front_html) == ("own", learner, "<p>What is a <em>peer</em>?</p>")


def test_a_sentence_of_a_lesson_becomes_the_back_and_keeps_its_source(client: Client, learner: User) -> None:
    lesson = make_lesson("sql/windows")
    page = shown(client, "/review/cards/new/?lesson=sql/windows&text=Each+row+looks+through+a+window.")
    assert "Each row looks through a window." in page.text
    form = form_of(page, "/new/")
    reply = client.post("/review/cards/new/", {**form, "front": "What?", "back": "Each row …"})
    assert reply.headers["Location"] == lesson.get_absolute_url()
    assert Card.objects.get().lesson == lesson


@pytest.mark.parametrize(
    ("front", "back"), [("", "b"), ("f", "  "), ("f", "x" * 10_001), ("<div onclick=1>", "b")]
)
def test_a_card_that_cannot_be_made_keeps_what_was_typed(
    client: Client, learner: User, front: str, back: str
) -> None:
    reply = client.post("/review/cards/new/", {"request": uuid4().hex, "front": front, "back": back})
    if reply.status_code == 302:  # the renderer takes it, as text
        assert "onclick" not in Card.objects.get().front_html or "&lt;div" in Card.objects.get().front_html
        return
    page = reply.content.decode()
    assert "field__error" in page
    assert back.strip()[:50] in page
    assert not Card.objects.exists()


def test_markup_on_a_card_stays_text(client: Client, learner: User) -> None:
    nasty = "<script>alert(1)</script> <img src=x onerror=alert(1)>"
    own(learner, nasty)
    for address in ("/review/", "/review/?turned", "/review/cards/"):
        page = shown(client, address)
        assert not [image for image in page.all("img")]
        assert all(script.get("src") for script in page.all("script"))


def test_editing_keeps_what_is_remembered(client: Client, learner: User) -> None:
    card = say(learner, own(learner), Rating.Good, at=NOON)
    assert "Behind it" in shown(client, f"/review/cards/{card.pk}/").text
    client.post(f"/review/cards/{card.pk}/", {"front": "New front", "back": "New back"})
    after = Card.objects.get()
    assert (after.front, after.back, after.due, after.reps) == ("New front", "New back", card.due, 1)


def test_a_question_is_not_edited_and_not_removed(client: Client, learner: User) -> None:
    card, _ = missed(learner, ONE, "so")
    assert client.get(f"/review/cards/{card.pk}/").status_code == 404
    assert client.post(f"/review/cards/{card.pk}/remove/").status_code == 409
    assert Card.objects.get().retired_at is None


def test_a_removed_card_leaves_no_text_and_its_log_stays(client: Client, learner: User) -> None:
    card = say(learner, own(learner, "A secret"), Rating.Good, at=NOON)
    client.post(f"/review/cards/{card.pk}/remove/")
    after = Card.objects.get()
    assert (after.front, after.back, after.front_html, after.back_html) == ("", "", "", "")
    assert ReviewLog.objects.count() == 1
    assert "No cards yet" in shown(client, "/review/cards/").text
    assert client.get(f"/review/cards/{card.pk}/").status_code == 404
    assert client.post(f"/review/cards/{card.pk}/", {"front": "a", "back": "b"}).status_code == 404


def test_a_removed_card_does_not_come_back_with_a_sync(learner: User) -> None:
    card = own(learner)
    remove_card(learner, card, now=NOON)
    set_retired([card.ref], retired=False, now=NOON)
    assert not Card.objects.live().exists()


def test_the_list_finds_own_texts_titles_and_lessons(client: Client, learner: User) -> None:
    missed(learner, ONE, "so")
    own(learner, "What is a snowflake?")
    own(learner, "From a lesson", lesson=make_lesson("sql/joins"))
    for find, title in {
        "SNOW": "What is a snowflake?",
        "is it so": "Is it so?",
        "joins": "From a lesson",
    }.items():
        page = shown(client, f"/review/cards/?find={find}")
        assert title in page.text
        assert "1 card with" in page.text
    assert "No such card" in shown(client, "/review/cards/?find=nowhere").text
    assert "2 cards," in shown(client, "/review/cards/?show=own").text


def test_the_list_has_pages(client: Client, learner: User) -> None:
    Card.objects.bulk_create(
        Card(
            user=learner,
            kind="own",
            ref=f"own:{n}",
            front=f"Card number {n}.",
            front_html=f"<p>Card number {n}.</p>",
            created_at=NOON,
            due=NOON,
        )
        for n in range(60)
    )
    assert "Card number 59." in shown(client, "/review/cards/").text
    last = shown(client, "/review/cards/?page=99")
    assert "Page 3 of 3" in last.text
    assert "Card number 0." in last.text


def test_a_card_is_set_aside_and_taken_up_from_the_list(client: Client, learner: User) -> None:
    card = own(learner, "Dull")
    client.post(f"/review/{card.pk}/suspend/", {"aside": "yes"})
    assert "set aside" in shown(client, "/review/cards/?show=aside").text
    assert "Nothing is due" in shown(client).text
    client.post(f"/review/{card.pk}/suspend/", {})
    assert "Dull" in shown(client).text


def test_the_settings_are_kept_within_their_bounds(client: Client, learner: User) -> None:
    shown(client, "/review/settings/")
    client.post("/review/settings/", {"minutes": "15", "new_per_day": "3", "retention": "93"})
    kept = ReviewSettings.objects.get()
    assert (kept.minutes_per_day, kept.new_per_day, kept.desired_retention) == (15, 3, 0.93)
    assert "93 %, yours" in shown(client, "/review/settings/").text
    for wrong in ({"minutes": "0"}, {"retention": "98"}, {"new_per_day": "-1"}, {"minutes": "x"}):
        form = {"minutes": "15", "new_per_day": "3", "retention": "93", **wrong}
        assert "field__error" in client.post("/review/settings/", form).content.decode()
    assert ReviewSettings.objects.get().minutes_per_day == 15


def test_the_days_ahead_stand_in_a_drawing_and_a_table(client: Client, learner: User) -> None:
    for n in range(5):
        due = timezone.now() + timedelta(days=2)
        own(learner, f"{n}", state=2, step=None, stability=5.0, reps=1, last_review=NOON, due=due)
    page = shown(client, "/review/settings/")
    assert len(page.all("rect", class_="chart__bar")) == 1
    assert len(page.all("th", scope="row")) == 30 + 5
    assert "The next 30 days: 5 cards, most on" in page.text
