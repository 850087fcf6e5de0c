"""What is compiled again, and what two processes make of the same files."""

import json
import pickle
import shutil
import threading
from pathlib import Path

import pytest

from portal.content.compile import RENDERER, Compiled, Known, Summary, compile_tree, pool
from portal.content.compile.fingerprint import fingerprint
from portal.content.compile.parts import LessonFile
from portal.content.compile.places import Addresses
from tests.content.compile.trees import (
    BODY,
    FACTS,
    FRONT,
    LESSON_PATH,
    OUTLINE,
    OUTLINE_PATH,
    SVG,
    compiled,
    make_tree,
    replaced,
)

pytestmark = pytest.mark.once

THIRD = "01-sql/01-core/03-third.md"
DRAWING = "01-sql/01-core/assets/a.svg"
FIGURE = "![A.](assets/a.svg)\n\n*C*\n\n<details>\n<summary>W</summary>\n\nx\n\n</details>"
LINKED = FRONT + replaced(BODY, "Ties.", f"[a](01-joins.md#what-it-covers)\n\n{FIGURE}")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A curriculum whose written lesson links to the outline and shows a drawing."""
    return make_tree(tmp_path, {LESSON_PATH: LINKED, DRAWING: SVG})


def known_of(found: Compiled) -> dict[str, Known]:
    """Return what the next run may know, after a journey through JSON."""
    return {
        file.path: Known(
            file.sha256, Summary.from_json(json.loads(json.dumps(found.summaries[file.path].as_json())))
        )
        for file in found.files
    }


def again(folder: Path, known: dict[str, Known]) -> set[str]:
    """Compile with what is known; return the paths that were compiled."""
    found = compile_tree(folder, jobs=1, known=known)
    assert isinstance(found, Compiled), [str(problem) for problem in found]
    return set(found.values)


def test_nothing_is_compiled_again_when_nothing_changed(tree: Path) -> None:
    first = compiled(tree)
    second = compile_tree(tree, jobs=1, known=known_of(first))
    assert isinstance(second, Compiled)
    assert second.values == {}
    assert second.summaries == first.summaries
    assert (second.plan, second.facts) == (first.plan, first.facts)


def test_only_the_changed_file_is_compiled_again(tree: Path) -> None:
    known = known_of(compiled(tree))
    make_tree(tree, {LESSON_PATH: LINKED + "- More\n", DRAWING: SVG})
    assert again(tree, known) == {LESSON_PATH}


def test_lesson_is_compiled_again_when_its_drawing_changes(tree: Path) -> None:
    known = known_of(compiled(tree))
    make_tree(tree, {LESSON_PATH: LINKED, DRAWING: SVG.replace("A dot", "Two dots")})
    assert again(tree, known) == {LESSON_PATH}


def test_lesson_is_compiled_again_when_one_it_links_to_is_renamed(tree: Path) -> None:
    third = replaced(replaced(OUTLINE, "sql/joins", "sql/third"), "- Fan-out", "- [Joins](01-joins.md)")
    make_tree(tree, {LESSON_PATH: LINKED, DRAWING: SVG, THIRD: third})
    known = known_of(compiled(tree))
    changes = {
        OUTLINE_PATH: replaced(OUTLINE, "id: sql/joins", "id: sql/more"),
        LESSON_PATH: replaced(LINKED, "[sql/joins]", "[sql/more]"),
        "facts.yml": replaced(FACTS, "sql/joins", "sql/more"),
    }
    make_tree(tree, {**changes, DRAWING: SVG, THIRD: third})
    assert again(tree, known) == {OUTLINE_PATH, LESSON_PATH, THIRD}


def test_checks_across_files_also_see_files_that_are_known(tree: Path) -> None:
    known = known_of(compiled(tree))
    (tree / OUTLINE_PATH).unlink()
    found = compile_tree(tree, jobs=1, known=known)
    assert not isinstance(found, Compiled)
    wrong = {problem.wrong for problem in found if problem.path == LESSON_PATH}
    assert "no lesson 'sql/joins' for a prerequisite" in wrong
    assert "a link to 01-joins.md#what-it-covers, which is not there" in wrong


def test_anchor_that_left_a_changed_lesson_is_missed_in_a_known_one(tree: Path) -> None:
    known = known_of(compiled(tree))
    found = dict(known)
    summary = known[OUTLINE_PATH].summary
    assert summary.anchors == ("what-it-covers",)
    found[OUTLINE_PATH] = Known(known[OUTLINE_PATH].sha256, Summary(summary.path, "lesson", summary.id))
    result = compile_tree(tree, jobs=1, known=found)
    assert not isinstance(result, Compiled)
    assert [problem.wrong for problem in result] == [f"no heading #what-it-covers in {OUTLINE_PATH}"]


def test_two_processes_make_the_same_as_one(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SMALL", 0)
    told: list[tuple[int, int]] = []
    found = compile_tree(tree, jobs=2, on_progress=lambda done, total: told.append((done, total)))
    assert found == compiled(tree)
    assert told == [(done, 6) for done in range(1, 7)]


def test_thread_that_is_not_the_main_one_gets_the_same(tree: Path) -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(compile_tree(tree, jobs=1)))
    thread.start()
    thread.join()
    assert found == [compiled(tree)]


def test_compiling_twice_gives_the_same_and_all_of_it_can_be_sent(tree: Path) -> None:
    first = compiled(tree)
    assert compiled(tree) == first
    assert pickle.loads(pickle.dumps(first)) == first


def test_addresses_are_those_the_caller_gives(tree: Path) -> None:
    found = compile_tree(tree, jobs=1, addresses=Addresses(lesson="/l/{id}"))
    assert isinstance(found, Compiled)
    lesson = found.values[LESSON_PATH]
    assert isinstance(lesson, LessonFile)
    assert 'href="/l/sql/joins#s-what-it-covers"' in lesson.html


def test_summaries_stay_as_small_as_they_can(tree: Path) -> None:
    assert compiled(tree).summaries["plan.yml"].as_json() == {"path": "plan.yml", "kind": "plan"}


def test_fingerprint_is_that_of_the_sources(tmp_path: Path) -> None:
    here = Path(compile_tree.__code__.co_filename).parent
    copy = Path(shutil.copytree(here, tmp_path / "compile"))
    assert fingerprint(copy) == RENDERER
    (copy / "guard.py").write_text("# changed")
    assert fingerprint(copy) != RENDERER
