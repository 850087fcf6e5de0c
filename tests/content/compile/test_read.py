"""What may lie in a curriculum's folder."""

import os
from pathlib import Path

import pytest

from portal.content.compile.source.paths import MAX_BYTES
from portal.content.compile.source.read import read_tree
from tests.content.compile.trees import LESSON_PATH, make_tree, problems_of

pytestmark = pytest.mark.once


def test_small_tree_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(make_tree(tmp_path)) == []


@pytest.mark.parametrize(
    ("data", "line", "wrong"),
    [
        (b"---\nid: sql/windows\n\xff\n", 3, "the byte 0xff is not UTF-8"),
        (b"\xef\xbb\xbf---\n", 1, "a byte-order mark"),
        (b"---\n\n\na\x00b", 4, "the character U+0000 (NUL)"),
        ("---\n\u202egnirts\n".encode(), 2, "U+202E (it turns the direction of text)"),
        ("---\n\n\u2066x\n".encode(), 3, "U+2066"),
        (b"---\n\x02", 2, "U+0002 (a control character)"),
    ],
)
def test_text_that_hides_something_is_refused_with_its_line(
    tmp_path: Path, data: bytes, line: int, wrong: str
) -> None:
    (found,) = [p for p in problems_of(make_tree(tmp_path, {LESSON_PATH: data})) if p.path == LESSON_PATH]
    assert found.line == line
    assert wrong in found.wrong
    assert found.allowed


def test_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    make_tree(tmp_path)
    lesson = tmp_path / LESSON_PATH
    lesson.write_bytes(lesson.read_bytes().replace(b"\n", b"\r\n"))
    assert problems_of(tmp_path) == []


def test_symbolic_links_to_files_and_folders_are_refused(tmp_path: Path) -> None:
    make_tree(tmp_path / "tree")
    (tmp_path / "tree/01-sql/01-core/03-link.md").symlink_to("/etc/passwd")
    (tmp_path / "tree/01-sql/02-link").symlink_to(tmp_path)
    found = {p.path: p.wrong for p in problems_of(tmp_path / "tree")}
    assert found == {"01-sql/01-core/03-link.md": "a symbolic link", "01-sql/02-link": "a symbolic link"}


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(make_tree(tmp_path) / "01-sql/01-core/03-pipe.md")
    assert [p.wrong for p in problems_of(tmp_path)] == ["not a plain file"]


def test_a_file_of_more_than_512_kb_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {"data/exact.csv": b"x" * MAX_BYTES, "data/more.csv": b"x" * (MAX_BYTES + 1)})
    assert [(p.path, p.allowed) for p in problems_of(tmp_path)] == [("data/more.csv", "at most 512 KB")]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    make_tree(tmp_path)
    assert problems_of(tmp_path, max_files=5) == []
    assert "more than 4 files" in {p.wrong for p in problems_of(tmp_path, max_files=4)}


def test_folders_deeper_than_six_are_refused(tmp_path: Path) -> None:
    solution = LESSON_PATH.removesuffix(".md")
    make_tree(tmp_path, {f"{solution}/a/b/c/ok.py": "", f"{solution}/a/b/c/d/deep.py": ""})
    assert [(p.path, p.wrong) for p in problems_of(tmp_path)] == [
        (f"{solution}/a/b/c/d", "nested too deeply")
    ]


@pytest.mark.parametrize("name", ["data/a b.csv", "data/ä.csv", "data/-x.csv", "data/a;b.csv"])
def test_unsafe_names_are_refused(tmp_path: Path, name: str) -> None:
    assert [p.wrong for p in problems_of(make_tree(tmp_path, {name: "x"}))] == ["an unsafe name"]


def test_names_that_differ_only_in_case_are_refused(tmp_path: Path) -> None:
    make_tree(tmp_path, {"data/trips.csv": "x", "data/Trips.csv": "x"})
    assert [p.wrong for p in problems_of(tmp_path)] == ["differs from Trips.csv only in case"]


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "01-sql/01-core/joins.md",
        "01-sql/extra.md",
        "01-sql/01-core/assets/a.bmp",
        "sql/track.md",
    ],
)
def test_files_the_format_does_not_know_are_refused(tmp_path: Path, path: str) -> None:
    (found,) = problems_of(make_tree(tmp_path, {path: "x"}))
    assert (found.path, found.wrong) == (path, "a file the curriculum does not have")
    assert "plan.yml" in found.allowed


def test_hidden_files_and_readme_are_left_out(tmp_path: Path) -> None:
    make_tree(
        tmp_path, {".git/config": "x", "README.md": "x", "01-sql/README.md": "x", "01-sql/.hidden": "x"}
    )
    assert problems_of(tmp_path) == []
    assert all("README" not in file.path for file in read_tree(tmp_path)[0])


def test_a_missing_folder_is_one_clear_problem(tmp_path: Path) -> None:
    assert "cannot be read" in problems_of(tmp_path / "nowhere")[0].wrong


def test_all_faults_of_all_files_are_found_in_one_run(tmp_path: Path) -> None:
    make_tree(
        tmp_path, {"data/a b.csv": "x", LESSON_PATH: b"\xff", "facts.yml": "facts: 3", "plan.yml": "title: 1"}
    )
    assert {p.path for p in problems_of(tmp_path)} >= {"data/a b.csv", LESSON_PATH, "facts.yml", "plan.yml"}


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = [file.path for file in read_tree(make_tree(tmp_path))[0]]
    assert paths == sorted(paths)
