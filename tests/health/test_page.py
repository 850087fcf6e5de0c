"""The page of the content's health: what was counted, what was found and where, for editors alone."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.content.models import Lesson, SourceFile
from portal.content.sync import sync
from portal.health.models import LinkCheck, Survey, Use
from portal.health.selectors import changed_files, old_facts, tracks, untested_drills
from portal.health.services.surveying import survey
from portal.quizzes.sync import QuizPart
from tests.content.compile.trees import FACTS, make_tree
from tests.factories import NOON, make_learner, make_lesson, make_track
from tests.health.test_rules import DRILL
from tests.markup import read
from tests.quizzes.statistics.class_of_learners import CHOICE, HEAD, NINE, TYPED, store_class
from tests.quizzes.statistics.test_pages import gives, learners
from tests.quizzes.world import store_quiz
from tests.studio.making import make_editor

pytestmark = pytest.mark.django_db
PAGE = "/studio/health/"
QUIZ_PATH = "01-sql/01-core/02-windows.quiz.md"
QUIZ = f"---\nid: windows-quiz\ntitle: Windows\n---\n\n{DRILL}"
COUNTS = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text())


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def synced(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    tree = make_tree(folder / "in", changes)
    sync(tree, now=NOON, jobs=1, parts=[QuizPart()])
    survey(now=NOON)
    return tree


def test_lessons_and_blocks_are_counted_by_track(tmp_path: Path) -> None:
    synced(tmp_path)
    (row,) = tracks()
    assert (row.track.uid, row.written, row.outline) == ("sql", 1, 1)
    assert (row.executed, row.static, row.shown) == (1, 0, 0)


def test_a_file_is_looked_at_again_only_when_it_changed(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    assert survey(now=NOON) == 0
    path = tree / "01-sql/track.md"
    path.write_text(path.read_text() + "\nSee [the page](https://example.org/new).\n")
    sync(tree, now=NOON, jobs=1, parts=[QuizPart()])
    assert [file.path for file in changed_files()] == ["01-sql/track.md"]
    assert survey(now=NOON) == 1
    assert LinkCheck.objects.filter(url="https://example.org/new").exists()


def test_links_of_lessons_quizzes_and_the_plan_are_found_and_forgotten_with_their_last_use(
    tmp_path: Path,
) -> None:
    tree = synced(
        tmp_path,
        {QUIZ_PATH: QUIZ.replace("```sql drill", "Read [it](https://example.org/quiz).\n\n```sql drill", 1)},
    )
    urls = set(LinkCheck.objects.values_list("url", flat=True))
    assert urls == {f"https://example.org/{name}" for name in ("", "1", "2", "quiz")}
    (tree / QUIZ_PATH).unlink()
    sync(tree, now=NOON, jobs=1, parts=[QuizPart()])
    survey(now=NOON)
    assert not LinkCheck.objects.filter(url="https://example.org/quiz").exists()
    assert not Survey.objects.filter(path=QUIZ_PATH).exists()
    assert LinkCheck.objects.count() == 3


@pytest.mark.parametrize(("days", "old"), [(180, 0), (181, 1)])
def test_a_fact_is_old_after_180_days_and_names_the_lessons_that_use_it(
    tmp_path: Path, days: int, old: int
) -> None:
    synced(tmp_path)
    found = old_facts((NOON.replace(day=22) + timedelta(days=days)).date())
    assert found.count == old
    for finding in found.found:
        assert [(place.path, place.line) for place in finding.places] == [
            ("facts.yml", 2),
            ("01-sql/01-core/02-windows.md", 0),
        ]


def test_a_drill_that_cannot_be_proved_is_named_with_its_line(tmp_path: Path) -> None:
    synced(tmp_path, {QUIZ_PATH: QUIZ})
    (finding,) = untested_drills().found
    assert finding.what == "name-it: drill with 1 reject blocks; at least 2"
    assert (finding.places[0].path, finding.places[0].line) == (QUIZ_PATH, 8)
    assert finding.places[0].lesson == Lesson.objects.get(uid="sql/windows")


def test_the_page_names_a_dead_link_with_its_file_and_its_lesson(editor: Client, tmp_path: Path) -> None:
    synced(tmp_path)
    LinkCheck.objects.filter(url="https://example.org/1").update(
        failed_days=2, problem="The server answers 404."
    )
    page = read(editor.get(PAGE).content.decode())
    assert "The server answers 404. Failed on 2 days." in page.text
    assert "01-sql/01-core/02-windows.md" in page.text
    assert "/path/sql/windows/" in editor.get(PAGE).content.decode()


def test_the_page_names_a_flagged_question_as_the_statistics_do(editor: Client) -> None:
    quiz = store_quiz(HEAD + CHOICE + "\n" + TYPED + "\n" + NINE)
    store_class(quiz, learners(45), gives)
    html = editor.get(PAGE).content.decode()
    assert "The key looks wrong" in html
    assert f"/quiz-statistics/{quiz.uid}/?open=" in html


def test_what_changed_can_be_looked_at_now(editor: Client, tmp_path: Path) -> None:
    sync(make_tree(tmp_path), now=NOON, jobs=1)
    assert "changed since anybody looked" in editor.get(PAGE).content.decode()
    assert editor.post(f"{PAGE}look/").headers["Location"] == PAGE
    assert "changed since anybody looked" not in editor.get(PAGE).content.decode()


def test_without_content_the_page_says_so(editor: Client) -> None:
    assert "There is no content yet" in editor.get(PAGE).content.decode()


def test_staff_without_the_role_find_no_such_page(client: Client) -> None:
    client.force_login(make_learner(is_staff=True))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}look/").status_code == 404


def test_a_text_of_the_files_is_never_markup(editor: Client, tmp_path: Path) -> None:
    facts = FACTS.replace("Something changed.", '"<script>alert(1)</script> changed."').replace(
        "2026-11-22", "2024-01-02"
    )
    synced(tmp_path, {"facts.yml": facts})
    html = editor.get(PAGE).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_the_page_asks_the_same_however_much_there_is(editor: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(PAGE).status_code == 200
        return len(queries)

    def finds(number: int) -> None:
        lesson = make_lesson(f"sql/l{number}", track=track)
        row = Survey.objects.create(
            path=f"{number}.md", blob="0" * 64, lesson=lesson, lacking=1, untested=[[1, "no check"]]
        )
        Use.objects.create(survey=row, kind=Use.Kind.LINK, ref=f"https://example.org/{number}")
        LinkCheck.objects.create(url=f"https://example.org/{number}", next_at=NOON, failed_days=3)

    track = make_track("sql")
    finds(0)
    store_class(store_quiz(HEAD + CHOICE + "\n" + TYPED + "\n" + NINE), learners(45), gives)
    first = asked()
    for number in range(1, 70):
        finds(number)
    assert asked() <= first + 1, "one more counts the dead links the page does not name"
    assert first == COUNTS["health page"], f"write the number {first} of “health page” into query_counts.json"
    assert "And 20 more." in editor.get(PAGE).content.decode()


def test_the_curriculum_of_the_project_is_counted_whole(settings: object) -> None:
    from django.conf import settings as real

    sync(real.CURRICULUM_DIR, now=NOON)
    survey(now=NOON)
    rows = tracks()
    assert len(rows) >= 10
    assert sum(row.executed for row in rows) > 30
    assert untested_drills().count == 0, "the tests of the curriculum would fail"
    assert SourceFile.objects.count() == Survey.objects.count()
