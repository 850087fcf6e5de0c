"""`manage.py import_plan`: a plan becomes files that compile, and a second run keeps ids and people's words."""
# ruff: noqa: RUF001 - with what people type

from datetime import datetime, timezone
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.content.models import ChecklistItem, Lesson, LessonAlias
from portal.content.own_plan import import_plan
from portal.content.sync import sync
from tests.content.compile.trees import make_tree, problems_of
from tests.content.planning.plans import FOLDER

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
PLATFORM = (FOLDER / "platform.md").read_text(encoding="utf-8")
WINDOWS = "03-sql/01-core-topics/02-window-functions.md"
BASICS = "02-python/01-basics"


def run(folder: Path, text: str | bytes, *options: str) -> tuple[int, str, str]:
    """Import ``text`` into a folder; return the exit code and what was said on both streams."""
    file = folder.parent / "plan.md"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    out, err = StringIO(), StringIO()
    try:
        call_command(
            "import_plan", str(file), "--into", str(folder), "--jobs", "1", *options, stdout=out, stderr=err
        )
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The sample plan, imported."""
    folder = tmp_path / "own"
    assert run(folder, PLATFORM)[0] == 0
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def edited(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


@pytest.mark.parametrize("name", ["platform.md", "odd.md"])
def test_a_plan_becomes_a_curriculum_without_problems_and_the_second_time_nothing(
    tmp_path: Path, name: str
) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert run(tmp_path / "own", text)[0] == 0
    assert problems_of(tmp_path / "own") == []
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "own").rglob("*")}
    code, out, _ = run(tmp_path / "own", text)
    assert (code, out.splitlines()[-1].split(": ")[1].split(",")[0]) == (0, "0 files written")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "own").rglob("*")} == before


def test_an_outline_says_what_the_plan_says(own: Path) -> None:
    text = (own / WINDOWS).read_text()
    assert "id: sql/window-functions\n" in text
    assert "- partition and frame\n- ties and gaps\n" in text
    assert "- [ ] I can explain, with an example of my own: ties and gaps {#ties-gaps}\n" in text


def test_a_new_topic_in_the_middle_keeps_every_id_and_the_order(own: Path) -> None:
    before = (own / BASICS / "02-collections.md").read_bytes()
    code, out, _ = run(own, PLATFORM.replace("- Collections\n", "- Comments\n- Collections\n"))
    assert code == 0
    assert f"moved    {BASICS}/02-collections.md -> {BASICS}/03-collections.md" in out
    assert sorted(path.name for path in (own / BASICS).iterdir()) == [
        "01-strings-numbers-data-types.md",
        "02-comments.md",
        "03-collections.md",
        "04-functions.md",
    ]
    assert (own / BASICS / "03-collections.md").read_bytes() == before


def test_a_new_point_keeps_the_ids_of_the_items_that_stay(own: Path) -> None:
    run(own, PLATFORM.replace("   - ties and gaps\n", "   - ties and the gaps\n   - frames\n"))
    text = (own / WINDOWS).read_text()
    assert "ties and the gaps {#ties-gaps}" in text
    assert "frames {#frames}" in text
    assert "running totals {#running-totals}" in text


@pytest.mark.django_db
def test_a_renamed_topic_keeps_its_progress_behind_an_alias(own: Path) -> None:
    sync(own, now=NOON, jobs=1)
    row = Lesson.objects.get(uid="sql/window-functions")
    item = ChecklistItem.objects.get(lesson=row, key="running-totals")
    code, out, _ = run(
        own, PLATFORM.replace("Window functions (ROW_NUMBER", "Analytic window functions (ROW_NUMBER")
    )
    assert code == 0
    assert "sql/window-functions is now sql/analytic-window-functions" in out
    sync(own, now=NOON, jobs=1)
    row.refresh_from_db()
    assert (row.uid, row.retired_at) == ("sql/analytic-window-functions", None)
    assert LessonAlias.objects.get(uid="sql/window-functions").lesson_id == row.pk
    assert ChecklistItem.objects.get(lesson=row, key="running-totals", retired_at=None).pk == item.pk


def test_a_renamed_topic_that_others_build_on_keeps_its_id(own: Path) -> None:
    above = "04-docker/01-docker/01-containers-images.md"
    edited(own, above, "prerequisites: []", "prerequisites: [sql/window-functions]")
    code, out, _ = run(own, PLATFORM.replace("2. Window functions", "2. Analytic window functions"))
    assert code == 0, out
    assert "id: sql/window-functions\n" in (own / WINDOWS).read_text()


def test_a_topic_that_left_the_plan_is_named_and_stays(own: Path) -> None:
    code, out, _ = run(own, PLATFORM.replace("- Functions\n", ""))
    assert code == 0
    assert f"gone     {BASICS}/03-functions.md is no longer in the plan; it stays" in out
    assert (own / BASICS / "03-functions.md").is_file()
    assert problems_of(own) == []


def test_prune_removes_an_outline_and_the_folder_of_an_empty_track(own: Path) -> None:
    start, end = PLATFORM.index("## 4. Docker"), PLATFORM.index("## Book")
    code, out, _ = run(own, PLATFORM[:start] + PLATFORM[end:], "--prune")
    assert code == 0
    assert "removed  04-docker/track.md" in out
    assert not (own / "04-docker").exists()
    assert problems_of(own) == []


def test_a_change_that_would_break_another_file_writes_nothing_and_says_where(own: Path) -> None:
    text = "03-sql/01-core-topics/03-ctes.md"
    edited(
        own,
        text,
        "## What it covers\n",
        "## What it covers\n\n- Behind [the windows](02-window-functions.md)",
    )
    before = files(own)
    start, end = PLATFORM.index("2. Window functions"), PLATFORM.index("3. CTEs")
    code, _, said = run(own, PLATFORM[:start] + PLATFORM[end:], "--prune")
    assert (code, "the files the plan would become" in said) == (2, True)
    assert f"{text}:" in said
    assert files(own) == before


def test_prune_never_removes_a_lesson_that_is_written(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "tree")
    code, out, _ = run(tree, "# P\n## SQL\n### Core\n- Something else\n", "--prune")
    assert code == 0
    assert "removed  01-sql/01-core/01-joins.md" not in out  # the written lesson builds on it
    assert (tree / "01-sql/01-core/03-windows.md").is_file()


def test_what_a_person_changed_stays_and_is_named_once(own: Path) -> None:
    edited(own, WINDOWS, "{#ties-gaps}", "in a query of mine {#ties-gaps}")
    mine = (own / WINDOWS).read_bytes()
    newer = PLATFORM.replace("running totals", "moving averages")
    assert f"edited   {WINDOWS} was changed by hand and stays" in run(own, newer)[1]
    assert (own / WINDOWS).read_bytes() == mine
    assert "edited" not in run(own, newer)[1]


def test_a_written_lesson_keeps_its_id_and_every_byte(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "tree")
    before = files(tree)
    code, out, _ = run(tree, "# A small plan\n## SQL (1-2 weeks)\n### Core\n- Joins\n- Windows\n- CTEs\n")
    assert code == 0, out
    after = files(tree)
    assert {path for path in before if after[path] != before[path]} == {"plan.yml"} - {"plan.yml"}
    assert b"id: sql/ctes" in after["01-sql/01-core/03-ctes.md"]


def test_routine_book_and_blogs_stay_when_the_plan_names_none(own: Path) -> None:
    before = (own / "plan.yml").read_text()
    lines = PLATFORM.split("\n")
    shorter = "\n".join(
        lines[: lines.index("## Daily routine")]
        + lines[
            lines.index("## 1. Core Habits (ongoing)") : lines.index(
                next(line for line in lines if line.startswith("## Book"))
            )
        ]
    )
    run(own, shorter)
    assert (own / "plan.yml").read_text() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path / "own", PLATFORM, "--dry-run")
    assert code == 0
    assert "20 files would be written" in out
    assert not (tmp_path / "own").exists()


def test_a_text_that_was_decoded_wrongly_is_offered_and_not_taken(tmp_path: Path) -> None:
    broken = PLATFORM.encode().decode("mac_roman")
    code, _, err = run(tmp_path / "own", broken)
    assert code == 2
    assert "UTF-8 read as Mac Roman" in err
    assert "plan.md:11: - **Evening (60‚Äì90 min)**  reads  - **Evening (60–90 min)**" in err
    assert not (tmp_path / "own").exists()
    assert run(tmp_path / "own", broken, "--repair")[0] == 0
    mended = files(tmp_path / "own")
    assert (tmp_path / "plan.md").read_text(encoding="utf-8") == broken
    run(tmp_path / "clean", PLATFORM)
    assert mended == files(tmp_path / "clean")


def test_as_is_takes_the_text_as_it_stands(tmp_path: Path) -> None:
    assert run(tmp_path / "own", "# P\n## SQL\n- 3â€“4 joins, fÃ¼r\n", "--as-is")[0] == 0
    assert "3â€“4 joins" in next((tmp_path / "own/01-sql/01-sql").iterdir()).read_text()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"# P\n\xff\n", "plan.md:2: the byte 0xff is not UTF-8; save the file as UTF-8"),
        ("# P\n## T\n- a\N{RIGHT-TO-LEFT OVERRIDE}b\n".encode(), "plan.md:3: the character U+202E"),
        (b"# P\n" + b"x" * 600_000, "plan.md: 586 KB; at most 512 KB"),
        (b"# P\n## T (200 weeks)\n- a\n", "plan.md:2: a track of 200 weeks; at most 104"),
    ],
)
def test_a_plan_with_a_problem_writes_nothing(tmp_path: Path, data: bytes, said: str) -> None:
    code, _, err = run(tmp_path / "own", data)
    assert code == 2
    assert said in err
    assert not (tmp_path / "own").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.md: No such file") as refused:
        call_command("import_plan", str(tmp_path / "gone.md"), "--into", str(tmp_path / "own"))
    assert refused.value.returncode == 2


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    run(tmp_path / "a", PLATFORM)
    run(tmp_path / "b", b"\xef\xbb\xbf" + PLATFORM.replace("\n", "\r\n").encode())
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_folder_with_problems_is_left_as_it_is(tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "tree", {"facts.yml": "facts: [}"})
    before = files(tree)
    code, _, err = run(tree, PLATFORM)
    assert code == 2
    assert "facts.yml:1: this is not YAML" in err
    assert files(tree) == before


LINES = st.sampled_from(
    [
        *["#", "##", "###", "####", "# Plan", "## Track (2 weeks)", "## Track", "### Module", "- topic", "- topic", "  - point", "    - deeper", "1. one"],
        *["**Bold**", "Milestone: Build", "## Daily", "- Read 30 min", "## Book: A by B", "## Blogs", "- x https://example.org/"],
        *["```", "", " a ", " b ", "", "---", "===", "text: more", "[^1]: note", "- [ ] box", "- {#id}", "- `code", "- <b>", "- [x](y)", "- ![", "\t- tab"],
    ]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=40)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=25))
def test_any_text_is_refused_with_a_line_or_becomes_files_that_compile(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    code, _, err = run(folder / "own", "\n".join(lines), "--as-is")
    if code == 2:
        assert "plan.md:" in err or "problem" in err
        return
    assert problems_of(folder / "own") == []
    file = folder / "plan.md"
    assert import_plan(file, folder / "own", mend=False, jobs=1).written == []
