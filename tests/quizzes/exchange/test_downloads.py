"""What learners and staff take home: cards for Anki, and a quiz as GIFT."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.quizzes.kinds import kinds
from portal.review.models import Card
from tests.factories import NOON, make_learner
from tests.quizzes.exchange.test_anki import rows_of
from tests.quizzes.making import make_text
from tests.quizzes.world import store_quiz

pytestmark = pytest.mark.django_db
CARDS, GIFT = "/review/cards/anki.txt", "/quiz-statistics/quiz/gift.txt"


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner()
    client.force_login(learner)
    return learner


def make_cards(learner: User, *refs: str, **values: object) -> None:
    """Give the learner cards of questions of the quiz."""
    Card.objects.bulk_create(
        Card(user=learner, kind="question", ref=ref, created_at=NOON, due=NOON, **values) for ref in refs
    )


def fetched(client: Client, address: str) -> tuple[str, int]:
    """Return what a download holds, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    return answer.content.decode(), len(queries)


def test_a_learner_takes_their_own_cards_home(client: Client, learner: User) -> None:
    store_quiz(make_text(kinds["single"].sample, kinds["card"].sample))
    make_cards(learner, "quiz#even-sum", "quiz#partition")
    make_cards(learner, "own:1", front_html="<p>Mine</p>", back_html="<p>Back</p>", concepts=["a.b"])
    Card.objects.filter(ref="own:1").update(kind="own")
    make_cards(make_learner(), "own:theirs", front_html="<p>Theirs</p>")
    text, _ = fetched(client, CARDS)
    assert [(row[0], row[3]) for row in rows_of(text)] == [
        ("quiz#even-sum", "quiz"), ("quiz#partition", "quiz"), ("own:1", "own a.b")
    ]  # fmt: skip
    assert rows_of(text)[2][1:3] == ["<p>Mine</p>", "<p>Back</p>"]
    assert "left out" not in text
    assert "Theirs" not in text


def test_what_makes_no_card_is_counted_and_what_is_set_aside_is_not_there(
    client: Client, learner: User
) -> None:
    store_quiz(make_text(kinds["lines"].sample, kinds["card"].sample))
    make_cards(learner, "quiz#failing-line", "quiz#gone", "gone#gone")
    make_cards(learner, "quiz#partition", suspended_at=NOON)
    text, _ = fetched(client, CARDS)
    assert rows_of(text) == []
    assert [line for line in text.splitlines() if "left out" in line] == [
        "# left out: 2 cards: a question that has left the curriculum",
        "# left out: 1 card: the kind lines",
    ]


def test_ten_thousand_cards_cost_no_more_queries_than_one(client: Client, learner: User) -> None:
    refs = [f"quiz#is-{number}" for number in range(200)]
    store_quiz(make_text(*[f"## Is it? {{#{ref[5:]}}}\n\n- [x] True\n- [ ] False\n" for ref in refs]))
    make_cards(learner, *refs, *(f"other#{number}" for number in range(9_800)))
    text, spent = fetched(client, CARDS)
    assert len(rows_of(text)) == 200
    assert "# left out: 9800 cards" in text
    assert spent == 4, "the session, the learner, the cards, the quizzes"


def test_staff_take_a_quiz_home_with_what_is_left_out_in_comments(client: Client) -> None:
    client.force_login(make_learner(is_staff=True))
    quiz = store_quiz(make_text(kinds["truefalse"].sample, kinds["order"].sample))
    assert quiz.version
    quiz.version.quiz_file()  # a version is read once in a process
    text, spent = fetched(client, GIFT)
    assert text.startswith("// left out: commit-order: the kind order\n\n$CATEGORY: Quiz\n")
    assert "{TRUE" in text
    assert spent == 3, "the session, the person, the quiz"


def test_the_answers_of_a_quiz_are_for_staff_alone(client: Client, learner: User) -> None:
    store_quiz(make_text(kinds["truefalse"].sample))
    assert client.get(GIFT).status_code == 404
    assert Client().get(GIFT).status_code == 302
    client.force_login(make_learner(is_staff=True))
    assert client.get(GIFT.replace("quiz/gift", "gone/gift")).status_code == 404
