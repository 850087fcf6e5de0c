"""A question whose rename is taken back, by whatever way, keeps its card, its log and what hangs on both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from portal.accounts.models import User
from portal.content.models import Release
from portal.content.sync import Part, sync
from portal.content.sync.publishing import undoing
from portal.quizzes.models import Quiz
from portal.quizzes.rules import Asked, names_now
from portal.quizzes.sync import QuizPart
from portal.review.models import Card, ReviewLog
from portal.review.selectors import differences
from portal.taking.services import finish
from portal.taking.sync import CardPart
from tests.content.compile.trees import LESSON_PATH
from tests.content.publishing import NOON, put, put_all
from tests.factories import make_learner
from tests.quizzes.test_attempts import give
from tests.quizzes.world import begin

pytestmark = pytest.mark.django_db

QUIZ_PATH = LESSON_PATH.replace(".md", ".quiz.md")
SO = "---\nid: small\ntitle: Small\n---\n\n## Is it so? {#so}\n\n- [x] True\n- [ ] False\n"
INDEED = SO.replace("title", "aliases: {so: indeed}\ntitle").replace("{#so}", "{#indeed}")
SURELY = SO.replace("title", "aliases: {so: surely, indeed: surely}\ntitle").replace("{#so}", "{#surely}")

Serve = Callable[[str], object]


def parts() -> Sequence[Part]:
    quizzes = QuizPart()
    return [quizzes, CardPart(quizzes)]


def in_folder(tree: Path) -> Serve:
    def serve(text: str) -> None:
        (tree / QUIZ_PATH).write_text(text)
        sync(tree, now=NOON, jobs=1, parts=parts())

    return serve


def in_studio(tree: Path) -> Serve:
    return lambda text: put(QUIZ_PATH, text, parts=parts)


def by_undo(tree: Path) -> Serve:
    """Publish the first two texts; each one after them is the last release, undone."""

    def serve(text: str) -> None:
        last = Release.objects.latest()
        if last.pk < first + 2:
            put(QUIZ_PATH, text, parts=parts)
        else:
            put_all(undoing(last), undoes=last, parts=parts)

    first = Release.objects.latest().pk
    return serve


@pytest.fixture(params=[in_folder, in_studio, by_undo])
def serve(request: pytest.FixtureRequest, tree: Path) -> Serve:
    """Return what serves the quiz with another text, in one of the three ways; it is served as it was first."""
    made: Serve = request.param(tree)
    made(SO)
    return made


@pytest.fixture
def learner(serve: Serve) -> User:
    """A learner who missed the question in an attempt."""
    learner = make_learner(zone="UTC")
    attempt(learner, "so")
    return learner


def attempt(learner: User, name: str) -> None:
    taken = begin(learner, Quiz.objects.get())
    give(taken, name, "wrong")
    finish(taken, now=NOON)


def test_the_card_goes_with_the_question_under_each_of_its_ids(serve: Serve, learner: User) -> None:
    card = Card.objects.get()
    for text, name in ((INDEED, "indeed"), (SO, "so"), (INDEED, "indeed")):
        serve(text)
        assert Card.objects.live().get().ref == f"small#{name}"
        attempt(learner, name)
        assert not list(differences(learner))
    assert set(ReviewLog.objects.values_list("card", flat=True)) == {card.pk}
    assert ReviewLog.objects.count() == 4


def test_an_attempt_begun_under_the_new_id_is_heard_of_under_the_old_one(serve: Serve, learner: User) -> None:
    serve(INDEED)
    taken = begin(learner, Quiz.objects.get())
    give(taken, "indeed", "wrong")
    serve(SO)
    finish(type(taken).objects.get(pk=taken.pk), now=NOON)
    assert Card.objects.get().ref == "small#so"
    assert ReviewLog.objects.count() == 2


def test_two_renames_are_taken_back_at_once_or_one_by_one(tree: Path) -> None:
    serve = in_folder(tree)
    serve(SO)
    learner = make_learner(zone="UTC")
    attempt(learner, "so")
    card = Card.objects.get().pk
    for text in (INDEED, SURELY, INDEED, SO, INDEED, SURELY, SO):
        serve(text)
        assert Card.objects.live().get().pk == card
    assert Card.objects.get().ref == "small#so"


def test_another_question_under_an_old_id_gets_no_card_of_the_one_that_had_it(
    serve: Serve, learner: User
) -> None:
    other = (
        INDEED.replace("aliases: {so: indeed}\n", "") + "\n## Is it not? {#so}\n\n- [ ] True\n- [x] False\n"
    )
    put(QUIZ_PATH, INDEED, parts=parts)
    put(QUIZ_PATH, other, parts=parts)
    assert Card.objects.live().get().ref == "small#indeed"
    put(QUIZ_PATH, other.replace("{#indeed}", "{#third}"), parts=parts)
    assert not Card.objects.live().exists()


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        (["a"], {}),
        (["a", "b a:b"], {"a": "b"}),
        (["a", "b a:b", "a"], {"b": "a"}),
        (["a", "b a:b", "a", "b a:b"], {"a": "b"}),
        (["a", "b a:b", "c a:c b:c", "a"], {"b": "a", "c": "a"}),
        (["a", "b a:b", "b", "a"], {"b": "a"}),
        (["a", "b a:b", "b", "a b"], {}),
        (["a", "b a:b", "b", "a b", "a"], {}),
        (["a x", "b y a:b x:y", "a x"], {"b": "a", "y": "x"}),
        (["a", "b a:b", "c"], {}),
    ],
)
def test_a_name_leads_to_the_question_that_has_it_now(versions: list[str], expected: dict[str, str]) -> None:
    """Each version is written as its ids, and its aliases with a colon."""
    words = [version.split() for version in versions]
    asked = [
        Asked(
            frozenset(word for word in some if ":" not in word),
            dict(word.split(":") for word in some if ":" in word),
        )
        for some in words
    ]
    assert names_now(asked) == expected
