"""Quizzes out of the database and into files, by command."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.quizzes.compile import compile_quiz
from portal.quizzes.kinds import kinds
from tests.quizzes.making import HEAD, make_text
from tests.quizzes.world import store_quiz

pytestmark = pytest.mark.django_db
TRUE = "## Is it? {#is-it}\n\n- [x] True\n- [ ] False\n"


def run(*arguments: Any) -> tuple[int, str, str]:
    """Return exit code, stdout and stderr."""
    out, errors, code = StringIO(), StringIO(), 0
    try:
        call_command(*map(str, arguments), stdout=out, stderr=errors)
    except SystemExit as end:
        code = int(end.code or 0)
    except CommandError as error:
        code, errors = error.returncode, StringIO(str(error))
    return code, out.getvalue(), errors.getvalue()


def test_a_quiz_goes_to_gift() -> None:
    store_quiz(make_text(TRUE))
    code, text, errors = run("export_quiz", "quiz")
    assert (code, errors) == (0, "")
    assert text.startswith("$CATEGORY: Quiz\n")
    assert "{TRUE}" in text


def test_what_gift_cannot_hold_is_named_and_tells_by_the_exit_code() -> None:
    store_quiz(make_text(TRUE, kinds["order"].sample))
    code, text, errors = run("export_quiz", "quiz")
    assert (code, errors) == (1, "left out: quiz: commit-order: the kind order\n")
    assert "{TRUE}" in text


def test_markdown_comes_back_byte_for_byte(tmp_path: Path) -> None:
    text = (HEAD + TRUE).replace("\n", "\r\n")
    store_quiz(text)
    assert run("export_quiz", "quiz", "--format", "markdown", "--output", tmp_path)[0] == 0
    assert (tmp_path / "quiz.quiz.md").read_bytes() == text.encode()


def test_all_quizzes_go_to_a_folder(tmp_path: Path) -> None:
    for name in ("one", "two"):
        store_quiz(make_text(kinds["card"].sample, head=f"---\nid: {name}\ntitle: {name}\n---\n"))
    assert run("export_quiz", "--all", "--format", "anki", "--output", tmp_path) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.anki.txt", "two.anki.txt"]
    code, _, errors = run("export_quiz", "--all", "--output", tmp_path / "no-folder")
    assert (code, errors) == (2, "--all needs --output with a folder that is there")


def test_a_file_that_is_there_stays_unless_forced(tmp_path: Path) -> None:
    store_quiz(make_text(TRUE))
    path = tmp_path / "kept"
    path.write_text("mine")
    code, _, errors = run("export_quiz", "quiz", "--output", path)
    assert (code, errors) == (2, f"{path}: already there; --force writes over it")
    assert path.read_text() == "mine"
    assert run("export_quiz", "quiz", "--output", path, "--force")[0] == 0
    assert "{TRUE}" in path.read_text()


def test_a_quiz_that_is_not_there_is_an_error() -> None:
    assert run("export_quiz", "gone") == (2, "", "there is no quiz 'gone'")


def imported(tmp_path: Path, data: bytes, *more: Any) -> tuple[int, str, str]:
    (tmp_path / "in.txt").write_bytes(data)
    return run("import_gift", tmp_path / "in.txt", "--id", "joins", "--title", "Joins", *more)


def test_gift_becomes_a_quiz_file_that_compiles(tmp_path: Path) -> None:
    path = tmp_path / "joins.quiz.md"
    code, text, errors = imported(tmp_path, b"\xef\xbb\xbf::Q::Is it? {T}\n", "--output", path)
    assert (code, text, errors) == (0, "", "1 question taken over\n")
    assert compile_quiz("joins.quiz.md", path.read_text())[1] == []
    again = imported(tmp_path, b"Is it? {T}\n", "--output", path)
    assert again == (2, "", f"{path}: already there; --force writes over it")
    assert imported(tmp_path, b"Is it? {T}\n", "--output", path, "--force")[0] == 0


def test_what_a_quiz_cannot_hold_is_named_with_its_line(tmp_path: Path) -> None:
    code, text, errors = imported(tmp_path, b"$CATEGORY: A/B\n\nIs it? {T}\n\nWhy? {}\n")
    assert code == 1
    assert "## Is it? {#is-it}" in text
    assert errors.split("\n")[:2] == [
        "left out: line 5: Why? {}: an essay",
        "left out: the category A/B: a quiz has none",
    ]


def test_a_file_that_is_not_gift_is_an_error_with_its_line(tmp_path: Path) -> None:
    code, _, errors = imported(tmp_path, b"Q {T}\n\n\xff")
    assert (code, errors) == (
        2, f"{tmp_path / 'in.txt'}: line 3: the byte 0xff is not UTF-8; save the file as UTF-8"
    )  # fmt: skip
    assert run("import_gift", tmp_path / "gone", "--id", "a", "--title", "A") == (
        2, "", f"{tmp_path / 'gone'}: No such file or directory"
    )  # fmt: skip
