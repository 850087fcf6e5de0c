"""One contract for every source; and what of a question may be found."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.index.models import Document
from portal.quizzes.models import Quiz
from portal.quizzes.parts import Question
from portal.search.selectors import search
from portal.search.sources import Source, sources
from portal.search.sync import bring_up_to_date
from tests.factories import make_learner
from tests.markup import read
from tests.notes.making import make_note
from tests.quizzes.making import make_quiz
from tests.quizzes.world import EXAMPLE, store_quiz
from tests.search.making import make_lessons

pytestmark = pytest.mark.django_db
every_source = pytest.mark.parametrize("source", sources, ids=lambda source: source.slug)
WORD = "window"
"""Stands in a thing of every kind."""


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def lessons(learner: User) -> list[Lesson]:
    """A thing of every kind; a new source needs one here."""
    lessons = make_lessons()
    store_quiz(EXAMPLE, lessons[0])
    make_note(learner, lessons[1], "A window of my own.")
    bring_up_to_date()
    return lessons


@pytest.fixture(autouse=True)
def _world(lessons: list[Lesson]) -> None:
    """Every test here has them."""


@every_source
def test_every_kind_is_found_and_leads_to_a_page(source: Source, client: Client, learner: User) -> None:
    client.force_login(learner)
    rows = search(learner, WORD, kinds=[source.slug]).rows
    assert rows
    for row in rows:
        path, _, anchor = row.url.partition("#")
        page = read(client.get(path).content)
        assert page.faults == []
        assert not anchor or any(values.get("id") == anchor for _, values in page.tags)
        assert row.label == source.label


@every_source
def test_a_thing_carries_the_stamp_it_is_known_by(source: Source) -> None:
    stamps = source.stamps()
    things = source.things(stamps)
    assert stamps
    assert {ref: thing.stamp for ref, thing in things.items()} == stamps
    assert source.things(["0"]) == {}


@every_source
def test_strangers_find_what_is_open_and_nobody_finds_what_is_anothers(source: Source) -> None:
    rows = Document.objects.filter(kind=source.slug)
    assert bool(search(None, WORD, kinds=[source.slug]).rows) is source.open
    hers = search(make_learner(), WORD, kinds=[source.slug])
    assert bool(hers.rows) is not rows.filter(owner__isnull=False).exists()
    assert rows.filter(owner=None).exists() or not source.open


@every_source
def test_labels_are_for_people(source: Source) -> None:
    assert source.label
    assert source.plural
    assert source.slug.isalnum()
    assert len(source.slug) <= 20


def hidden(question: Question) -> set[str]:
    """Return every word that belongs to the answer of a question and not to its title or prompt."""
    values: list[Any] = [question.spec, question.hints, question.explanation_html, question.variables]
    found: set[str] = set()
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list | tuple):
            values += value
        elif isinstance(value, str):
            found.add(value)
    return found


def with_sentinels() -> tuple[str, list[str]]:
    """Return the example with a word of its own in each line that is no title and no prompt, and those words."""
    prompts = {"Return `customer_id, order_id, amount`, one row per customer who has at least two orders."}
    lines, words, front = [], [], 0
    for number, line in enumerate(EXAMPLE.splitlines()):
        front += line == "---"
        word = f"sentinel{number}x"
        if front < 2 or not line.strip() or line.startswith(("#", "```", "---", "> [!")) or line in prompts:
            lines.append(line)
        else:
            added = _with(line, word)
            lines.append(added)
            words += [word] if added != line else []
    return "\n".join(lines) + "\n", words


def _with(line: str, word: str) -> str:
    """Return ``line`` with ``word`` in its answer, where the format has room for words."""
    if line in ("- [ ] True", "- [x] False"):
        return line  # with another word they would be two options of any kind
    if line.startswith("|"):
        return line if set(line) <= set("|-: ") or "[" in line else line.replace(" |", f" {word} |", 1)
    if line.startswith(("- [", "  >", "> ", "1.", "2.", "3.", "4.", "5.", "6.", "An index")):
        head, brace, tail = line.partition(" {")
        return f"{head} {word}{brace}{tail}"
    return line


def test_nothing_of_an_answer_is_found_in_any_of_the_kinds(learner: User) -> None:
    text, words = with_sentinels()
    assert len(words) > 30
    quiz = make_quiz(text.partition("---\n\n")[2], head=text.partition("---\n\n")[0] + "---\n\n")
    assert len({question.kind for question in quiz.questions}) == 17
    store_quiz(text)
    bring_up_to_date()
    everything = " ".join(
        f"{row.title} {row.heading} {row.body} {row.body_stems}" for row in Document.objects.all()
    )
    assert "sentinel" not in everything
    assert search(learner, "sentinel").rows == []


def test_no_text_of_a_spec_hint_or_explanation_reaches_the_index() -> None:
    """Whatever a kind keeps in its spec, the longer pieces of it are nowhere in the index."""
    indexed = " ".join(row.body for row in Document.objects.filter(kind="question"))
    quiz = Quiz.objects.get()
    assert quiz.version is not None
    for question in quiz.version.questions().values():
        shown = f"{question.title} {question.prompt_html}"
        for text in hidden(question):
            assert len(text) < 12 or text in shown or text not in indexed, (question.id, text)
    assert "idempotent" in indexed
