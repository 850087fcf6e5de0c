"""Git and browser change the same curriculum: what comes in, what goes out, and that nothing of either is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.content.models import Conflict, Lesson, Release
from portal.content.sync import sync
from portal.studio.git.selectors import standing
from portal.studio.services.conflicts import Choice, decide, token_of
from tests.content.compile.trees import OUTLINE_PATH, make_tree
from tests.factories import NOON, make_learner
from tests.studio.git.world import Author, do, git, later, put, saying, served, small_tree
from tests.studio.making import make_publisher

TRACK = "01-sql/track.md"
ODD = b"No newline, two spaces  \r\nand \xc3\xa4 at the end"


def test_what_is_pushed_first_is_byte_for_byte_what_is_served(author: Author, tmp_path: Path) -> None:
    tree = make_tree(tmp_path / "in", {"data/odd.csv": ODD})
    sync(tree, now=NOON, jobs=1)
    link = do("push")
    assert link.problem == ""
    assert author.files() == served()
    assert author.files()["data/odd.csv"] == ODD
    assert standing().waiting == 0


def test_a_round_trip_of_the_whole_curriculum_changes_no_byte(author: Author) -> None:
    from django.conf import settings

    sync(settings.CURRICULUM_DIR, now=NOON)
    before = served()
    do("push")
    assert author.files() == before
    release = Release.objects.count()
    do("pull")
    assert served() == before
    assert Release.objects.count() == release, "nothing came in"


def test_what_an_author_pushes_is_served_after_a_pull(author: Author, tmp_path: Path) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    link = do("pull")
    assert link.problem == ""
    assert Lesson.objects.get(uid="sql/joins").title == "Joins"
    release = Release.objects.get()
    assert (release.origin, release.message) == ("git", "Begin")
    author.writes(
        {OUTLINE_PATH: small_tree(tmp_path)[OUTLINE_PATH].replace(b"- Fan-out", b"- Fan-in")}, "Turn it"
    )
    do("pull")
    assert b"Fan-in" in served()[OUTLINE_PATH]
    assert standing().waiting == 0


def test_each_release_is_a_commit_by_its_author_without_their_address(
    author: Author, tmp_path: Path, settings: Settings
) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    mira = make_learner("mira@secret.example", name="Mira <Okafor>")
    put(TRACK, saying("One."), "Say one", author=mira)
    put(TRACK, saying("Two."), "Say two", author=make_learner("nameless@secret.example"))
    assert standing().waiting == 2
    do("push")
    noreply = settings.GIT.email
    assert author.log()[1:] == [f"Mira Okafor <{noreply}> Say one", f"A publisher <{noreply}> Say two"]
    assert "secret.example" not in git(author.copy, "log", "--format=raw")
    assert standing().waiting == 0
    settings.GIT = replace(settings.GIT, addresses=True)
    put(TRACK, saying("Three."), "Say three", author=mira)
    do("push")
    assert author.log()[-1] == "Mira Okafor <mira@secret.example> Say three"


def test_both_sides_changed_different_files_and_both_are_kept(author: Author, tmp_path: Path) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(TRACK, saying("From the portal."), "In the portal")
    author.writes(
        {OUTLINE_PATH: files[OUTLINE_PATH].replace(b"- Fan-out", b"- Fan-in"), "data/a.csv": ODD}, "In Git"
    )
    link = do("push")
    assert link.problem == ""
    here = author.files()
    assert here == served()
    assert b"From the portal." in here[TRACK]
    assert b"Fan-in" in here[OUTLINE_PATH]
    assert here["data/a.csv"] == ODD
    subjects = [line.split("> ")[1] for line in author.log()]
    assert {"In the portal", "In Git"} <= set(subjects)
    assert len(git(author.copy, "log", "-1", "--format=%P").split()) == 2, "a commit that joins both"


def test_the_history_names_the_authors_that_git_has(author: Author, tmp_path: Path) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    first = Release.objects.latest()
    assert (first.who, first.message) == ("Ada", "Begin")
    for name in ("Ann", "Bo", "Cy\x1b", "Di", "Ed", "Ann"):
        author.writes({"data/a.csv": f"{name} was here after {len(author.log())}\n"}, f"Of {name}", by=name)
    do("push")
    assert Release.objects.latest().who == "Ann, Ed, Di and 2 more"
    assert Release.objects.latest().author is None


def test_one_text_changed_at_two_places_is_merged_and_pushed(author: Author, tmp_path: Path) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(OUTLINE_PATH, lambda text: text.replace("minutes: {read: 20", "minutes: {read: 25"), "Longer")
    author.writes({OUTLINE_PATH: files[OUTLINE_PATH].replace(b"third thing", b"last thing")}, "In Git")
    do("push")
    assert author.files() == served()
    assert b"read: 25" in served()[OUTLINE_PATH]
    assert b"last thing" in served()[OUTLINE_PATH]


def test_a_conflict_is_a_row_and_each_side_keeps_its_own_until_it_is_decided(
    author: Author, tmp_path: Path
) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(TRACK, saying("Ours."), "Ours")
    author.writes({TRACK: files[TRACK].replace(b"Text.", b"Text. Theirs.")}, "Theirs")
    put(OUTLINE_PATH, lambda text: text.replace("Fan-out", "Fan-in"), "Beside it")
    assert do("push").problem == ""
    conflict = Conflict.objects.get()
    assert conflict.path == TRACK
    assert b"Ours." in served()[TRACK]
    assert b"Theirs." in author.files()[TRACK]
    assert b"Fan-in" in author.files()[OUTLINE_PATH], "the rest is pushed"
    Conflict.objects.all().delete()
    put(TRACK, lambda text: text.replace("Ours.", "Ours. Theirs."), "Decide")
    sides = author.files()
    assert do("push").problem == ""
    assert sides[TRACK] != author.files()[TRACK]


def test_a_file_taken_away_on_one_side_goes_on_the_other(author: Author, tmp_path: Path) -> None:
    author.writes({**small_tree(tmp_path), "data/a.csv": "a\n", "data/b.csv": "b\n"}, "Begin")
    do("pull")
    author.writes({"data/a.csv": None}, "Take a away")
    do("pull")
    assert "data/a.csv" not in served()
    row = Release.objects.latest()
    from portal.content.models import SourceFile
    from portal.content.sync.publishing import Edit, publish

    b = SourceFile.objects.get(path="data/b.csv")
    publish(
        [Edit("data/b.csv", None, b.blob_id)],
        author=None,
        message="Take b away",
        now=later(),
        parts=list,
        jobs=1,
    )
    assert Release.objects.latest() != row
    do("push")
    assert "data/b.csv" not in author.files()


def test_what_else_is_in_the_repository_stays_as_it_is(author: Author, tmp_path: Path) -> None:
    author.writes(
        {
            **small_tree(tmp_path),
            "README.md": "Read me",
            ".gitattributes": "* text eol=crlf\n",
            "../other.txt": "x",
        },
        "Begin",
    )
    assert do("pull").problem == ""
    put(TRACK, saying("One."), "Say one")
    do("push")
    assert git(author.copy, "show", "HEAD:other.txt") in ("x", "")
    author.pulls()
    raw = git(author.copy, "cat-file", "-p", f"HEAD:curriculum/{TRACK}")
    assert "\r" not in raw, "no attribute of the repository has a say"
    assert (author.copy / "curriculum" / "README.md").is_file()
    assert (author.copy / "other.txt").is_file()


def test_a_curriculum_at_the_top_of_a_repository_goes_out_and_comes_in(
    author: Author, tmp_path: Path, settings: Settings
) -> None:
    settings.GIT = replace(settings.GIT, folder="")
    sync(make_tree(tmp_path / "in"), now=NOON, jobs=1)
    assert do("push").problem == ""
    author.pulls()
    assert (author.copy / TRACK).read_bytes() == served()[TRACK]
    (author.copy / TRACK).write_bytes(served()[TRACK].replace(b"Text.", b"Text. Top."))
    git(author.copy, "commit", "--quiet", "-am", "Top")
    git(author.copy, "push", "--quiet", "origin", "HEAD:main")
    assert do("pull").problem == ""
    assert b"Top." in served()[TRACK]


def test_a_push_without_news_of_its_own_adds_no_commit(author: Author, tmp_path: Path) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    last = author.writes({"data/a.csv": "a\n"}, "In Git")
    assert do("push").problem == ""
    author.pulls()
    assert git(author.copy, "rev-parse", "HEAD") == last
    put(TRACK, saying("One."), "Say one")
    do("push")
    assert [line.split("> ")[1] for line in author.log()] == ["Begin", "In Git", "Say one"]


def test_what_is_published_while_a_file_waits_never_writes_over_the_repositorys_text(
    author: Author, tmp_path: Path
) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(TRACK, saying("Ours."), "Ours")
    author.writes({TRACK: files[TRACK].replace(b"Text.", b"Text. Theirs.")}, "Theirs")
    do("pull")
    put(TRACK, lambda text: text.replace("Ours.", "Ours, more."), "More of ours")
    assert do("push").problem == ""
    assert author.files()[TRACK] == files[TRACK].replace(b"Text.", b"Text. Theirs.")
    author.pulls()
    assert "More of ours" not in git(author.copy, "log", "--format=%s")
    assert Conflict.objects.count() == 1


@pytest.mark.parametrize("choice", ["ours", "theirs", "both"])
def test_what_a_person_decided_is_in_the_repository_after_the_next_push(
    author: Author, tmp_path: Path, choice: str
) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(TRACK, saying("Ours."), "Ours")
    author.writes({TRACK: files[TRACK].replace(b"Text.", b"Text. Theirs.")}, "Theirs")
    assert do("push").problem == ""
    conflict = Conflict.objects.get()
    texts = {
        word: files[TRACK].replace(b"Text.", f"Text. {word.title()}.".encode())
        for word in ("ours", "theirs", "both")
    }
    decide(make_publisher(), conflict, Choice(texts[choice], token_of(conflict)), now=later())
    assert do("push").problem == ""
    assert served()[TRACK] == texts[choice] == author.files()[TRACK]
    assert not Conflict.objects.exists()
    assert do("pull").problem == ""
    assert served()[TRACK] == texts[choice]
