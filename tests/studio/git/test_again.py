"""What happens in between: somebody was faster, a worker died, the copy is gone, another repository is configured."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from portal.studio.git.models import Link
from portal.studio.git.repository import Repository
from portal.studio.git.selectors import standing
from portal.studio.git.services import asking, round
from portal.studio.git.services.asking import STALE, ask, repository, work
from tests.studio.git.world import Author, do, later, put, saying, served, small_tree

TRACK = "01-sql/track.md"


def test_a_rejected_push_brings_theirs_in_first_and_tries_again(
    author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(TRACK, saying("One."), "Say one")
    pushed, real = [], Repository.push

    def faster(self: Repository, commit: str) -> None:
        if not pushed:
            author.writes({"data/faster.csv": "a\n"}, "Faster")
        pushed.append(commit)
        real(self, commit)

    monkeypatch.setattr(Repository, "push", faster)
    assert do("push").problem == ""
    assert len(pushed) == 2
    assert author.files() == served()
    assert "data/faster.csv" in served()


@pytest.mark.parametrize("place", ["chain", "push", "agree"])
def test_a_worker_that_dies_leaves_what_the_next_one_puts_right(
    author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    files = small_tree(tmp_path)
    author.writes(files, "Begin")
    do("pull")
    put(TRACK, saying("One."), "Say one")
    author.writes({"data/a.csv": "a\n"}, "In Git")
    with monkeypatch.context() as broken:
        dies = {"chain": (round.Row, "until"), "push": (Repository, "push"), "agree": (round, "_agree")}[
            place
        ]
        broken.setattr(*dies, _killed)
        ask(Link.Wish.PUSH, now=later())
        with pytest.raises(SystemExit):
            work(list, now=later(), clock=later)
    link = Link.objects.get()
    assert link.wanted == "push"
    assert not work(list, now=link.running_since, clock=later), "it is still somebody's"
    assert work(list, now=link.running_since + STALE + STALE, clock=later)
    assert Link.objects.get().problem == ""
    assert author.files() == served()
    assert sum("Say one" in line for line in author.log()) == 1, "no commit is made twice"


def _killed(*args: object, **options: object) -> None:
    raise SystemExit


def test_a_lost_copy_and_a_lock_left_behind_are_made_good(author: Author, tmp_path: Path) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    put(TRACK, saying("One."), "Say one")
    (repository().home / "repository.git" / "refs" / "portal" / "seen.lock").write_text("")
    (repository().home / "repository.git" / "refs" / "portal" / "next.lock").write_text("")
    assert do("push").problem == ""
    (repository().home / "repository.git" / "HEAD").unlink()
    put(TRACK, saying("Two."), "Say two")
    assert do("push").problem == ""
    assert author.files() == served()
    assert [line.split("> ")[1] for line in author.log()] == ["Begin", "Say one", "Say two"]


def test_another_repository_begins_anew(author: Author, tmp_path: Path, settings: Settings) -> None:
    author.writes({**small_tree(tmp_path), "data/only-there.csv": "a\n"}, "Begin")
    do("pull")
    (tmp_path / "second").mkdir()
    from tests.studio.git.world import make_repository

    bare, second = make_repository(tmp_path / "second")
    settings.GIT = replace(settings.GIT, remote=f"file://{bare}")
    assert not standing().waiting
    assert do("push").problem == ""
    assert second.files() == served()
    assert "data/only-there.csv" in served()


def test_two_workers_at_once_are_one(author: Author, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    other: list[bool] = []
    real = asking.pull

    def meanwhile(*args: object, **options: object) -> None:
        other.append(work(list, now=later(), clock=later))
        real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(asking, "pull", meanwhile)
    do("pull")
    assert other == [False]
