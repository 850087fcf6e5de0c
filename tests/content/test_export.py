"""Exporting: what came in as files goes out as the same bytes."""

import hashlib
import os
from datetime import datetime, timezone
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.content.compile import Compiled, compile_tree
from portal.content.export import NoRelease, WouldOverwrite, compare, export
from portal.content.models import Conflict, SourceFile
from portal.content.sync import Changes, ContentRefused, sync
from portal.content.sync.publishing import Edit, publish
from portal.studio.services.conflicts import Choice, decide, token_of
from tests.content.compile.trees import OUTLINE, OUTLINE_PATH, make_tree
from tests.factories import make_learner

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
CSV = "data/a.csv"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != "README.md"
    }


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def synced(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    tree = make_tree(folder / "in", changes)
    sync(tree, now=NOON, jobs=1)
    return tree


def run(folder: Path, *options: str) -> tuple[int, str, str]:
    """Run the command; return its exit code and what it wrote to both streams."""
    out, err = StringIO(), StringIO()
    try:
        call_command("export_content", str(folder), *options, stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{err.getvalue()}{error}"
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_whole_curriculum_comes_out_byte_for_byte(tmp_path: Path) -> None:
    sync(settings.CURRICULUM_DIR, now=NOON)
    export(tmp_path / "out")
    assert files(tmp_path / "out") == files(settings.CURRICULUM_DIR)


def test_what_was_exported_compiles_to_what_is_in_the_database(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    export(tmp_path / "out")
    before, after = compile_tree(tree, jobs=1), compile_tree(tmp_path / "out", jobs=1)
    assert isinstance(before, Compiled)
    assert after == before
    assert sync(tmp_path / "out", now=NOON, jobs=1) == Changes()


@pytest.mark.parametrize(
    "text",
    [
        OUTLINE.replace("\n", "\r\n"),
        OUTLINE.replace("\n", "\r\n", 5),
        OUTLINE.rstrip("\n"),
        f"{OUTLINE}\n\n\n",
        OUTLINE.replace("- Every join", "- Every\tjoin  "),
        OUTLINE.replace("summary: Rows", "summary:   Rows").replace("# Joins\n", "#   Joins   \n"),
        OUTLINE.replace(
            "Fan-out",
            "Fan-out \N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER} e\N{COMBINING ACUTE ACCENT}",
        ),
        OUTLINE.replace("Fan-out", "Fan\N{NO-BREAK SPACE}out \N{LINE SEPARATOR}"),
    ],
    ids=[
        "crlf",
        "mixed ends",
        "no last end",
        "empty lines",
        "tab and spaces",
        "spaces",
        "emoji",
        "odd spaces",
    ],
)
def test_an_odd_text_comes_out_byte_for_byte(tmp_path: Path, text: str) -> None:
    tree = synced(tmp_path, {OUTLINE_PATH: text})
    export(tmp_path / "out")
    assert (tmp_path / "out" / OUTLINE_PATH).read_bytes() == text.encode()
    assert files(tmp_path / "out") == files(tree)


def test_a_byte_order_mark_is_refused_on_the_way_in(tmp_path: Path) -> None:
    with pytest.raises(ContentRefused) as refused:
        synced(tmp_path, {OUTLINE_PATH: b"\xef\xbb\xbf" + OUTLINE.encode()})
    assert "byte-order mark" in refused.value.problems[0].wrong


def test_data_and_pictures_come_out_byte_for_byte(tmp_path: Path) -> None:
    odd = bytes(range(256)) * 3
    tree = synced(tmp_path, {"data/trips.parquet": odd, "01-sql/01-core/assets/dot.png": PICTURE})
    export(tmp_path / "out")
    assert files(tmp_path / "out") == files(tree)


def test_a_second_export_writes_nothing(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*")}
    assert run(tree) == (0, f"{tree}: 0 files written, 5 unchanged.\n", "")
    assert {path: path.stat().st_mtime_ns for path in tree.rglob("*")} == before


def test_a_file_that_nobody_synced_keeps_all_others_from_being_written(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    (tree / OUTLINE_PATH).write_text("my own words")
    (tree / "facts.yml").unlink()
    code, _, err = run(tree)
    assert code == 2
    assert f"{OUTLINE_PATH}: differs from what was last synced; sync it first, or --force" in err
    assert (tree / OUTLINE_PATH).read_text() == "my own words"
    assert not (tree / "facts.yml").exists()


def test_force_writes_over_it_and_says_so(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    (tree / OUTLINE_PATH).write_text("my own words")
    code, out, _ = run(tree, "--force")
    assert (code, out) == (0, f"written  {OUTLINE_PATH}\n{tree}: 1 files written, 4 unchanged.\n")
    assert (tree / OUTLINE_PATH).read_text() == OUTLINE


def test_a_file_as_it_was_last_synced_is_brought_up_to_the_release(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    base = dict(SourceFile.objects.values_list("path", "blob_id"))
    release = {**base, OUTLINE_PATH: "0" * 64}
    found = compare(tree, release, base)
    assert (found.behind, found.differ) == ([OUTLINE_PATH], [])
    (tree / OUTLINE_PATH).write_text("my own words")
    found = compare(tree, release, base)
    assert (found.behind, found.differ) == ([], [OUTLINE_PATH])


def test_a_file_that_is_not_in_the_release_is_left_alone_and_named(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    (tree / "data").mkdir()
    (tree / "data/own.csv").write_text("a\n")
    code, out, _ = run(tree)
    assert code == 0
    assert "data/own.csv is not in the release" in out
    assert (tree / "data/own.csv").read_text() == "a\n"


def test_what_left_the_release_is_removed_unless_somebody_changed_it(tmp_path: Path) -> None:
    tree = synced(tmp_path, {"data/a.csv": "a\n", "data/b.csv": "b\n"})
    edits = [Edit(f"data/{name}.csv", None, digest(f"{name}\n".encode())) for name in "ab"]
    publish(edits, author=None, message="", now=NOON, parts=list, jobs=1)
    (tree / "data/b.csv").write_text("my own\n")
    code, out, _ = run(tree)
    assert (code, (tree / "data/b.csv").read_text()) == (0, "my own\n")
    assert "removed  data/a.csv is no longer in the release" in out
    assert "kept     data/b.csv left the release and was changed here; sync it, and decide" in out
    assert not (tree / "data/a.csv").exists()
    assert sync(tree, now=NOON, jobs=1).conflicts == ["data/b.csv"]


def disagree(tree: Path, removed_by: str) -> None:
    """Let one side remove a file and the other one change it, and find that out."""
    gone = removed_by == "studio"
    publish(
        [Edit(CSV, None if gone else b"b\n", digest(b"a\n"))], author=None, message="", now=NOON, parts=list
    )
    (tree / CSV).unlink() if removed_by == "folder" else (tree / CSV).write_text("c\n")
    assert sync(tree, now=NOON, jobs=1).conflicts == [CSV]


@pytest.mark.parametrize("options", [[], ["--force"]])
@pytest.mark.parametrize("removed_by", ["studio", "folder", "nobody"])
def test_what_waits_for_a_person_is_named_left_alone_and_still_waits_after_it(
    tmp_path: Path, removed_by: str, options: list[str]
) -> None:
    tree = synced(tmp_path, {CSV: "a\n"})
    disagree(tree, removed_by)
    before = files(tree)
    (tree / OUTLINE_PATH).unlink()
    code, out, err = run(tree, *options)
    assert (code, files(tree)) == (4, before)
    assert f"{CSV}: changed here and in the Studio; it was left alone: decide at {settings.SITE_URL}" in err
    assert f"written  {OUTLINE_PATH}" in out
    assert CSV not in out
    assert sync(tree, now=NOON, jobs=1) == Changes(conflicts=[CSV])


def test_after_a_decision_the_folder_is_brought_up_to_it(tmp_path: Path) -> None:
    tree = synced(tmp_path, {CSV: "a\n"})
    disagree(tree, "studio")
    decide(make_learner(), found := Conflict.objects.get(), Choice(b"d\n", token_of(found)), now=NOON)
    assert run(tree)[0] == 0
    assert (tree / CSV).read_text() == "d\n"
    assert sync(tree, now=NOON, jobs=1) == Changes()


def test_after_an_export_the_next_sync_changes_nothing_and_takes_nothing_back(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    text = OUTLINE.replace("Fan-out", "Fans").encode()
    publish(
        [Edit(OUTLINE_PATH, text, digest(OUTLINE.encode()))],
        author=None,
        message="",
        now=NOON,
        parts=list,
        jobs=1,
    )
    assert run(tree)[0] == 0
    assert (tree / OUTLINE_PATH).read_bytes() == text
    assert sync(tree, now=NOON, jobs=1) == Changes()
    (tree / OUTLINE_PATH).write_bytes(text.replace(b"Fans", b"Fins"))
    assert sync(tree, now=NOON, jobs=1).changed == ["sql/joins"]


def test_no_link_is_followed_out_of_the_folder(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "01-sql").symlink_to(elsewhere)
    code, _, err = run(out, "--force")
    assert code == 2
    assert "01-sql/track.md: a symbolic link" in err
    assert list(elsewhere.iterdir()) == []
    assert files(tree)


def test_before_the_first_sync_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(NoRelease):
        export(tmp_path)
    assert run(tmp_path)[0] == 2


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    synced(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "01-sql").write_text("a file")
    with pytest.raises(WouldOverwrite) as refused:
        export(out, force=True)
    assert ("01-sql/track.md", "a file where a folder belongs") in refused.value.comparison.blocked


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = synced(tmp_path)
    (tree / OUTLINE_PATH).write_text("my own words")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", OUTLINE_PATH)

    monkeypatch.setattr(os, "replace", full)
    code, _, err = run(tree, "--force")
    assert (code, err) == (2, f"{OUTLINE_PATH}: No space left on device")
    assert (tree / OUTLINE_PATH).read_text() == "my own words"
    assert [path.name for path in (tree / OUTLINE_PATH).parent.iterdir() if path.name.startswith(".")] == []


def test_the_queries_do_not_grow_with_the_unchanged_files(tmp_path: Path) -> None:
    tree = synced(tmp_path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        export(tree)
    assert len(queries) == 3
