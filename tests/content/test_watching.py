"""`sync_content --watch`: a change is served by itself; a bad file keeps the last release; Ctrl-C ends it."""

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.ops.watching import changes, snapshot
from tests.content.compile.trees import LESSON_PATH, make_tree
from tests.ops.process import ROOT, Watched, python, watched

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    """A database of its own, with its tables, and the environment that leads to it."""
    folder = tmp_path_factory.mktemp("watch")
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    env |= {"VAR_DIR": str(folder), "ENV_FILE": os.devnull, "SECRET_KEY": "k" * 64, "PYTHONUNBUFFERED": "1"}
    env["DATABASE_URL"] = f"sqlite:///{folder / 'db.sqlite3'}"
    with watched(python("manage.py", "migrate", "--verbosity", "0"), env) as program:
        assert program.process.wait(120) == 0, program.seen
    return env, folder / "db.sqlite3"


@pytest.fixture
def watching(base: tuple[dict[str, str], Path]) -> Iterator[tuple[Watched, Path, Path]]:
    """The command at work on a small curriculum, the curriculum, and the database."""
    env, database = base
    tree = make_tree(database.parent / "tree")
    with watched(
        python("manage.py", "sync_content", str(tree), "--jobs", "1", "--watch"), env, ROOT
    ) as program:
        program.wait_for("Watching", 60)
        yield program, tree, database


def served(database: Path) -> str:
    """What a page would show: the text of the written lesson, read past the process under test."""
    with sqlite3.connect(database) as connection:
        query = (
            "SELECT v.html FROM content_lesson l JOIN content_lessonversion v ON v.id = l.version_id "
            "WHERE l.uid = 'sql/windows'"
        )
        return str(connection.execute(query).fetchone()[0])


def write(tree: Path, words: str) -> None:
    """Change the lesson."""
    text = (tree / LESSON_PATH).read_text()
    begin, end = text.index("## The idea"), text.index("## Worked")
    (tree / LESSON_PATH).write_text(f"{text[:begin]}## The idea\n\n{words}\n\n{text[end:]}")


def until(database: Path, words: str, within: float = 60.0) -> None:
    """Wait until the words are served."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if words in served(database):
            return
        time.sleep(0.01)
    raise AssertionError(f"{words!r} was not served in {within} s")


def test_each_change_is_served_without_being_asked_for(watching: tuple[Watched, Path, Path]) -> None:
    _, tree, database = watching
    for number in range(3):
        write(tree, f"Change number {number}.")
        until(database, f"Change number {number}.")


def test_a_bad_file_is_named_and_the_last_release_stays_until_it_is_mended(
    watching: tuple[Watched, Path, Path],
) -> None:
    program, tree, database = watching
    write(tree, "The last good words.")
    until(database, "The last good words.")
    good = (tree / LESSON_PATH).read_text()
    (tree / LESSON_PATH).write_text(
        good.replace("level: core", "level: expert").replace("last good", "worst")
    )
    assert f"{LESSON_PATH}:7: level is 'expert'" in program.wait_for(LESSON_PATH)
    program.wait_for("the last release stays served")
    assert "The last good words." in served(database)
    write(tree, "Never served.")
    (tree / LESSON_PATH).write_text(good.replace("last good", "mended"))
    until(database, "The mended words.")


def test_ctrl_c_ends_it_with_exit_code_0(watching: tuple[Watched, Path, Path]) -> None:
    program, _, _ = watching
    assert program.end() == 0
    program.wait_for("Stopped watching.")


def test_a_folder_that_is_not_there_cannot_be_watched(
    base: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    with watched(python("manage.py", "sync_content", str(tmp_path / "no"), "--watch"), base[0]) as program:
        program.wait_for("no folder to watch", 60)
        assert program.process.wait(20) == 2


class Hand:
    """Stands for sleeping: each time, the next thing is done."""

    def __init__(self, *steps: object) -> None:
        self.steps = list(steps)

    def __call__(self, seconds: float) -> None:
        step = self.steps.pop(0)
        if callable(step):
            step()


def test_several_files_written_at_once_are_one_change(tmp_path: Path) -> None:
    tree = make_tree(tmp_path)
    one, two = tree / "facts.yml", tree / "plan.yml"
    hand = Hand(None, lambda: one.write_text("a"), lambda: two.write_text("b"), None)
    seen = changes(tree, snapshot(tree), hand)
    assert next(seen) == snapshot(tree)
    assert hand.steps == []


@pytest.mark.parametrize("same_size", [True, False])
def test_a_write_is_seen_even_if_size_and_time_are_as_before(tmp_path: Path, same_size: bool) -> None:
    tree = make_tree(tmp_path)
    before, file = snapshot(tree), tree / "facts.yml"
    status = file.stat()
    file.write_bytes(b"x" * (status.st_size + (not same_size)))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert snapshot(tree) != before


def test_a_removed_file_a_rename_and_a_new_folder_are_seen_and_hidden_files_are_not(tmp_path: Path) -> None:
    tree = make_tree(tmp_path)
    states = [snapshot(tree)]
    (tree / ".facts.yml.swp").write_text("an editor's")
    assert snapshot(tree) == states[0]
    (tree / "facts.yml").rename(tree / "other.yml")
    states.append(snapshot(tree))
    (tree / "other.yml").unlink()
    states.append(snapshot(tree))
    (tree / "data").mkdir()
    (tree / "data/a.csv").write_text("")
    states.append(snapshot(tree))
    assert len({str(state) for state in states}) == 4
