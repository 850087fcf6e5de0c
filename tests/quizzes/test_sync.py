"""Quizzes follow their files: what was answered keeps its version, and nothing happens without a change."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from portal.content.models import Lesson
from portal.content.sync import Changes, ContentRefused, sync
from portal.quizzes import sync as quiz_sync
from portal.quizzes.models import Attempt, Quiz, QuizVersion
from portal.quizzes.selectors import find_quiz
from portal.quizzes.sync import QuizPart
from tests.content.compile.trees import OUTLINE, OUTLINE_PATH, SVG, make_tree
from tests.factories import NOON, make_learner
from tests.quizzes.world import begin

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
QUIZ = "01-sql/01-core/02-windows.quiz.md"
JOINS = "01-sql/01-core/01-joins.quiz.md"
PICTURE = "01-sql/01-core/assets/dot.svg"
FIGURE = "![One dot.](assets/dot.svg)\n\n*A dot.*\n\n<details>\n<summary>In words</summary>\n\nA dot.\n\n</details>"
TEXT = """\
---
id: windows-quiz
title: Windows
---

Look at this.

## Is it so? {#so}

- [x] Yes
- [ ] No
"""
Run = Callable[[], Changes]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return make_tree(tmp_path, {QUIZ: TEXT})


@pytest.fixture
def run(tree: Path) -> Run:
    """Sync the tree with its quizzes; called once already."""

    def runs() -> Changes:
        return sync(tree, now=LATER, jobs=1, parts=[QuizPart()])

    sync(tree, now=NOON, jobs=1, parts=[QuizPart()])
    return runs


def edit(tree: Path, old: str, new: str) -> None:
    text = (tree / QUIZ).read_text()
    assert old in text
    (tree / QUIZ).write_text(text.replace(old, new))


def test_a_quiz_is_served_beside_its_lesson(run: Run) -> None:
    quiz = find_quiz("windows-quiz")
    assert quiz is not None
    assert quiz.lesson is not None
    assert (quiz.lesson.uid, quiz.title) == ("sql/windows", "Windows")


def test_an_unchanged_quiz_does_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(quiz_sync, "compile_quiz", never)
    assert run() == Changes()
    assert QuizVersion.objects.count() == 1


def test_a_changed_question_makes_a_version_and_attempts_keep_theirs(tree: Path, run: Run) -> None:
    attempt = begin(make_learner(), Quiz.objects.get())
    edit(tree, "- [x] Yes\n- [ ] No", "- [ ] Yes\n- [x] No")
    assert run().beside == {"quizzes": 1}
    found = Quiz.objects.select_related("version").get()
    assert found.version_id != attempt.version_id
    right = [
        option["text"] for option in attempt.version.questions()["so"].spec["options"] if option["right"]
    ]
    assert right == ["Yes"]


def test_a_refused_quiz_says_file_and_line_and_the_last_good_version_stays(tree: Path, run: Run) -> None:
    before = Quiz.objects.get().version_id
    edit(tree, "- [x] Yes", "- [ ] Yes")
    edit(tree, "{#so}", "{#so .odd}")
    with pytest.raises(ContentRefused) as refused:
        run()
    assert {(problem.path, problem.line) for problem in refused.value.problems} == {(QUIZ, 8)}
    served = find_quiz("windows-quiz")
    assert served is not None
    assert served.version_id == before
    assert QuizVersion.objects.count() == 1


def test_a_bad_lesson_keeps_a_good_quiz_from_being_written(tree: Path, run: Run) -> None:
    edit(tree, "Is it so?", "Is it really so?")
    (tree / OUTLINE_PATH).write_text(OUTLINE.replace("level: core", "level: expert"))
    with pytest.raises(ContentRefused):
        run()
    assert QuizVersion.objects.count() == 1


def test_a_quiz_that_left_keeps_its_attempts_and_can_come_back(tree: Path, run: Run) -> None:
    quiz = Quiz.objects.get()
    attempt = begin(make_learner(), quiz)
    (tree / QUIZ).unlink()
    assert run().beside == {"quizzes": 1}
    assert find_quiz("windows-quiz") is None
    assert Attempt.objects.get().version.questions()["so"].title == "Is it so?"
    (tree / QUIZ).write_text(TEXT)
    run()
    again = find_quiz("windows-quiz")
    assert again is not None
    assert (again.pk, again.version_id) == (quiz.pk, attempt.version_id)


def test_a_changed_picture_makes_a_version(tree: Path, run: Run) -> None:
    edit(tree, "Look at this.", FIGURE)
    (tree / PICTURE).parent.mkdir()
    (tree / PICTURE).write_text(SVG)
    run()
    first = Quiz.objects.get().version_id
    (tree / PICTURE).write_text(SVG.replace('x="1"', 'x="2"'))
    assert run().beside == {"quizzes": 1}
    assert Quiz.objects.get().version_id != first
    assert run() == Changes()


def test_a_new_compiler_that_makes_the_same_of_it_makes_no_version(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Quiz.objects.get().version_id
    monkeypatch.setattr(quiz_sync, "COMPILER", "another")
    assert run().beside == {"quizzes": 1}
    assert run() == Changes()
    assert Quiz.objects.get().version_id == first


def test_a_quiz_moves_with_its_file_to_another_lesson(tree: Path, run: Run) -> None:
    quiz = Quiz.objects.get()
    (tree / QUIZ).rename(tree / JOINS)
    run()
    moved = Quiz.objects.select_related("lesson").get()
    assert moved.lesson is not None
    assert (moved.pk, moved.version_id, moved.path, moved.lesson.uid, moved.retired_at) == (
        quiz.pk, quiz.version_id, JOINS, "sql/joins", None,
    )  # fmt: skip


def test_a_file_that_is_renamed_with_its_lesson_keeps_both(tree: Path, run: Run) -> None:
    quiz, path = Quiz.objects.get(), "01-sql/01-core/07-windows.md"
    (tree / QUIZ.replace(".quiz", "")).rename(tree / path)
    (tree / QUIZ).rename(tree / path.replace(".md", ".quiz.md"))
    run()
    moved = Quiz.objects.get()
    assert (moved.pk, moved.version_id, moved.lesson_id, moved.retired_at) == (
        quiz.pk, quiz.version_id, quiz.lesson_id, None,
    )  # fmt: skip


def test_another_lesson_at_the_path_gets_the_quiz_that_stands_there(tree: Path, run: Run) -> None:
    lesson = tree / QUIZ.replace(".quiz", "")
    lesson.write_text(lesson.read_text().replace("id: sql/windows\n", "id: sql/frames\n"))
    run()
    assert Quiz.objects.get().lesson == Lesson.objects.get(uid="sql/frames")


def test_another_id_in_the_same_file_is_another_quiz_and_the_old_one_is_retired(tree: Path, run: Run) -> None:
    edit(tree, "id: windows-quiz", "id: frames-quiz")
    run()
    assert find_quiz("windows-quiz") is None
    assert find_quiz("frames-quiz") is not None


def test_a_lesson_that_is_retired_with_its_quiz_takes_both_away(tree: Path, run: Run) -> None:
    (tree / QUIZ).unlink()
    (tree / QUIZ.replace(".quiz", "")).unlink()
    run()
    assert Quiz.objects.get().retired_at == LATER
    assert not Lesson.objects.live().filter(uid="sql/windows").exists()
