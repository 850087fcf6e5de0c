"""`manage.py check_content`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from portal.content.compile import Addresses
from portal.content.models import Lesson
from tests.content.compile.trees import FRONT, LESSON_PATH, OUTLINE_PATH, make_tree


def check(folder: Path, *options: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it wrote."""
    out = StringIO()
    try:
        call_command("check_content", str(folder), *options, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_curriculum_without_problems_is_counted(tmp_path: Path) -> None:
    assert check(make_tree(tmp_path)) == (
        0,
        "2 lessons (1 written, 1 outlines), 0 quizzes, 5 files: no problems\n",
    )


def test_every_problem_is_a_line_and_the_exit_code_is_2(tmp_path: Path) -> None:
    lesson = FRONT.replace("level: core", "level: core\nlevel: core").replace("sql/windows", "../windows")
    make_tree(tmp_path, {LESSON_PATH: lesson, OUTLINE_PATH: b"---\n\xff", "facts.yml": "a: &a [*a]"})
    code, text = check(tmp_path)
    assert code == 2
    assert f"{LESSON_PATH}:2: id is '../windows'; an id such as sql/window-functions\n" in text
    assert f"{LESSON_PATH}:8: the key 'level' for the second time; once; first in line 7\n" in text
    assert f"{OUTLINE_PATH}:2: the byte 0xff is not UTF-8; save the file as UTF-8\n" in text
    assert "facts.yml:1: the anchor &a; the value itself" in text
    lines = text.splitlines()
    assert lines == sorted(lines, key=lambda line: (line.split(":")[0], int(line.split(":")[1] or 0)))


def test_json_is_a_list_of_path_line_wrong_and_allowed(tmp_path: Path) -> None:
    code, text = check(make_tree(tmp_path, {"data/a b.csv": ""}), "--format", "json")
    assert code == 2
    allowed = "letters, digits, `.`, `-` and `_`"
    assert json.loads(text) == [
        {"path": "data/a b.csv", "line": 0, "wrong": "an unsafe name", "allowed": allowed}
    ]


def test_json_of_a_curriculum_without_problems_is_an_empty_list(tmp_path: Path) -> None:
    code, text = check(make_tree(tmp_path), "--format", "json")
    assert (code, json.loads(text)) == (0, [])


def test_number_of_files_is_limited(tmp_path: Path) -> None:
    assert check(make_tree(tmp_path), "--limit-files", "4")[0] == 2


def test_compiler_writes_the_addresses_at_which_the_portal_serves() -> None:
    addresses = Addresses()
    assert addresses.lesson.format(id="sql/joins") == Lesson(uid="sql/joins").get_absolute_url()
    assert addresses.picture.format(sha256="ab", extension="png") == reverse(
        "content:asset", args=["ab", "png"]
    )


@pytest.mark.skipif(not settings.CURRICULUM_DIR.is_dir(), reason="no curriculum here")
def test_real_curriculum_has_no_problems() -> None:
    code, text = check(settings.CURRICULUM_DIR)
    assert code == 0, text
