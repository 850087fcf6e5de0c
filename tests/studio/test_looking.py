"""The preview is what the compiler of the portal makes of a file, with everything that is wrong with it."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.accounts.models import User
from portal.core import workers
from portal.core.workers import Workers
from portal.quizzes.kinds import kinds
from portal.studio.preview.looking import Looked
from portal.studio.services import looking
from portal.studio.services.drafts import Sent, put, save_text
from tests.factories import NOON
from tests.studio.curriculum import (
    FACTS,
    FILES,
    LESSON,
    OTHER,
    PICTURE,
    PLAN,
    QUIZ,
    QUIZ_TEXT,
    SVG,
    outline,
    serve,
)
from tests.studio.making import make_editor

pytestmark = [pytest.mark.django_db, pytest.mark.once]
TODAY = date(2026, 11, 24)


@pytest.fixture
def own_lookers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give a test workers of its own, to spoil."""
    own = Workers("portal.studio.preview.child")
    monkeypatch.setattr(looking, "lookers", own)
    yield
    own.close()


@pytest.fixture
def editor(tmp_path: Path) -> User:
    serve(tmp_path)
    return make_editor()


def look(editor: User, path: str, text: str, today: date = TODAY) -> Looked:
    return looking.look(editor, path, text.encode(), today)


def problems(looked: Looked) -> list[str]:
    return [str(problem).partition(".md")[2] or str(problem) for problem in looked.problems]


def test_a_file_that_is_served_has_no_problem(editor: User) -> None:
    looked = {path: look(editor, path, text) for path, text in FILES.items()}
    assert {
        path: one.problems + one.warnings for path, one in looked.items() if one.problems + one.warnings
    } == {}


def test_a_lesson_is_shown_as_the_portal_shows_it(editor: User) -> None:
    looked = look(editor, LESSON, FILES[LESSON] + "\n")
    assert looked.shown["outline"] is True
    assert looked.shown["title"] == "Ranking"
    assert '<h2 id="s-what-it-covers">' in looked.shown["html"]
    assert len(looked.shown["items"]) == 3


def test_a_text_with_a_problem_is_shown_and_its_line_named(editor: User) -> None:
    looked = look(editor, LESSON, outline("ranking", "Ranking").replace("level: core", "level: easy"))
    assert [problem.line for problem in looked.problems] == [7]
    assert "core" in looked.problems[0].allowed
    assert "What it covers" in looked.shown["html"]


def test_what_other_files_must_have_is_looked_up(editor: User) -> None:
    text = outline("ranking", "Ranking", "facts: [gone]\naliases: [sql/joins]\n")
    text = text.replace("prerequisites: []", "prerequisites: [sql/nothing, sql/joins]")
    text = text.replace(
        "- One thing", "- [One](02-joins.md#nowhere)\n- [Two](09-none.md)\n- [Three](02-joins.md)"
    )
    found = "\n".join(problems(look(editor, LESSON, text)))
    for word in ("sql/nothing", "no fact 'gone'", "alias 'sql/joins'", "#nowhere", "09-none.md"):
        assert word in found, found
    assert len(found.splitlines()) == 5


def test_an_id_that_another_lesson_has_is_a_problem_here_wherever_the_other_stands(editor: User) -> None:
    for path in ("03-sql/01-core/00-new.md", "03-sql/01-core/99-new.md"):
        (problem,) = look(editor, path, outline("joins", "Joins")).problems
        assert "for the second time" in problem.wrong
    assert "ranking" in str(look(editor, "03-sql/01-core/02-joins.quiz.md", QUIZ_TEXT).problems[0])


def test_a_renamed_lesson_with_its_old_id_as_an_alias_is_right(editor: User) -> None:
    assert look(editor, LESSON, outline("ranks", "Ranking", "aliases: [sql/ranking]\n")).problems == ()


def test_a_lesson_outside_the_plan_is_named(editor: User) -> None:
    (problem,) = look(editor, "03-sql/02-more/01-new.md", outline("new", "New")).problems
    assert "no module of the plan" in problem.wrong


def test_a_plan_says_which_files_it_leaves_without_a_place(editor: User) -> None:
    looked = look(editor, "plan.yml", PLAN.replace("01-core", "02-core"))
    assert {problem.path for problem in looked.problems} == {"plan.yml", LESSON}
    assert look(editor, "plan.yml", PLAN).shown["tracks"][0]["modules"] == ["Core Topics"]


def test_drafts_of_the_author_count_as_if_they_were_served(editor: User) -> None:
    new = "03-sql/01-core/03-new.md"
    looking.look_at(save_text(editor, new, Sent(outline("new", "New")), now=NOON), TODAY)
    text = outline("ranking", "Ranking", "facts: [fresh]\n").replace("- One thing", "- [One](03-new.md)")
    text = text.replace("prerequisites: []", "prerequisites: [sql/new]")
    put(editor, "facts.yml", (FACTS + FACTS[7:].replace("ties", "fresh")).encode(), now=NOON)
    assert look(editor, LESSON, text).problems == ()
    assert 'href="/path/sql/new/"' in look(editor, LESSON, text).shown["html"]
    assert len(look(make_editor(), LESSON, text).problems) == 3
    put(editor, OTHER, None, now=NOON)
    assert "02-joins.md" in str(look(editor, LESSON, text.replace("03-new", "02-joins")).problems)


def test_a_concept_that_no_lesson_declares_is_named(editor: User) -> None:
    (problem,) = look(editor, QUIZ, QUIZ_TEXT.replace("#ties", "#ties concept=sql.rank")).problems
    assert "sql.rank" in problem.wrong


def test_every_kind_of_question_is_shown_as_it_is_asked(editor: User) -> None:
    samples = "\n".join(kind.sample for kind in kinds)
    looked = look(editor, QUIZ, f"---\nid: ranking\ntitle: Ranking\n---\n\n{samples}")
    assert [problem for problem in looked.problems if "concept" not in problem.wrong] == []
    assert {question["ask"]["kind"] for question in looked.shown["questions"]} == {
        kind.slug for kind in kinds
    }


def test_a_quiz_with_a_fault_shows_the_questions_that_can_be_read(editor: User) -> None:
    looked = look(editor, QUIZ, QUIZ_TEXT + "\n## What? {#what}\n\n- [ ] None\n- [ ] Of these\n")
    assert [problem.line for problem in looked.problems] == [17]
    assert [question["ask"]["id"] for question in looked.shown["questions"]] == ["ties"]


def test_a_drawing_is_checked_and_drawn(editor: User) -> None:
    assert "<rect" in look(editor, PICTURE, SVG).shown["html"]
    hostile = look(editor, PICTURE, SVG.replace("<rect", "<script>alert(1)</script><rect onload='x()'"))
    assert len(hostile.problems) == 2
    assert hostile.shown["html"] == ""


def test_what_grows_old_is_a_warning_with_its_line(editor: User) -> None:
    (warning,) = look(editor, LESSON, FILES[LESSON], TODAY + timedelta(days=200)).warnings
    assert (warning.line, "202 days ago" in warning.wrong) == (10, True)
    assert len(look(editor, "facts.yml", FACTS, TODAY + timedelta(days=200)).warnings) == 1


@pytest.mark.parametrize("sign", ["\0", "\u202e", "\ufeff"], ids=["NUL", "bidi", "BOM"])
def test_a_sign_that_hides_something_is_named_with_its_line(editor: User, sign: str) -> None:
    looked = look(editor, LESSON, FILES[LESSON].replace("One thing", f"One{sign}thing"))
    assert [problem.line for problem in looked.problems] == [17]


def test_any_bytes_get_an_answer(editor: User) -> None:
    for data in (b"", b"---", b"---\n---\n", b"\xff\xfe\x00", b"[" * 20_000, b"---\nid: " + b"a" * 90_000):
        for path in FILES:
            assert looking.look(editor, path, data, TODAY).problems, (path, data[:20])


def test_a_text_without_end_is_refused_and_the_next_one_is_shown(
    editor: User, own_lookers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "- Another thing\n\n```perl static\n" + "s{" * 9_000 + "\n```\n"
    endless = FILES[LESSON].replace("- Another thing\n", code)
    assert "seconds to render" in str(look(editor, LESSON, endless).problems)
    assert look(editor, LESSON, FILES[LESSON]).shown["html"]
    monkeypatch.setattr(workers, "ANSWER_SECONDS", 0.0)
    assert "too long to render" in str(look(editor, LESSON, endless).problems)


def test_with_every_worker_busy_the_draft_stays_and_says_so(
    editor: User, own_lookers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "WAIT_SECONDS", 0.01)
    for _ in range(workers.SIZE):
        looking.lookers.places.get()
    assert "busy" in str(look(editor, LESSON, FILES[LESSON]).problems)
