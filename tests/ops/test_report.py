"""The last lines of ``make test``: what ran, what was left out, and whether that is a failure."""

from pathlib import Path

import pytest

from scripts.report import Report

pytestmark = pytest.mark.once

PASSED = '<testcase classname="tests.a" name="one"/>'
SKIPPED = '<testcase classname="tests.a" name="two"><skipped message="apt install chromium"/></testcase>'
TWO_PASSED = '<testcase classname="tests.a" name="two"/>'
WHOLE_FILE = (
    '<testcase classname="" name="tests.b">'
    "<skipped message=\"collection skipped\">('/b.py', 3, 'Skipped: pip install b')</skipped></testcase>"
)
OF_THE_FILE = '<testcase classname="tests.b" name="three"/>'


def closed(tmp_path: Path, *runs: str, strict: bool = True, codes: tuple[int, ...] = ()) -> int:
    """Return the exit code after runs with these tests."""
    report = Report(strict)
    for number, cases in enumerate(runs):
        file = tmp_path / f"{number}.xml"
        file.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>")
        report.add(f"run {number}", dict(enumerate(codes)).get(number, 0), file)
    return report.close()


def test_all_passed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert closed(tmp_path, PASSED) == 0
    assert capsys.readouterr().out.endswith("make test: all passed.\n")


@pytest.mark.parametrize(("cases", "said"), [
    (PASSED + SKIPPED, "left out: tests.a.two: apt install chromium"),
    (PASSED + WHOLE_FILE, "left out: tests.b: pip install b"),
])  # fmt: skip
def test_a_skipped_test_is_named_and_fails_only_where_all_is_required(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: str, said: str
) -> None:
    assert closed(tmp_path, cases, strict=False) == 0
    assert said in capsys.readouterr().out
    assert closed(tmp_path, cases, strict=True) == 1


def test_what_another_run_has_passed_is_not_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert closed(tmp_path, PASSED + SKIPPED + WHOLE_FILE, TWO_PASSED + OF_THE_FILE) == 0
    assert "left out" not in capsys.readouterr().out


def test_one_failed_run_fails_the_whole(tmp_path: Path) -> None:
    assert closed(tmp_path, PASSED, PASSED, codes=(1, 0), strict=False) == 1


def test_a_run_without_tests_is_one_left_out(tmp_path: Path) -> None:
    assert closed(tmp_path, "", codes=(5,), strict=False) == 0
    assert closed(tmp_path, "", codes=(5,), strict=True) == 1
