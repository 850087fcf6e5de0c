"""A bare repository on this disk, a copy an author works in, and a portal that is set to it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.content.models import Release, SourceFile
from portal.content.sync.publishing import Edit, publish
from portal.studio.git.models import Link
from portal.studio.git.services.asking import ask, work
from tests.content.compile.trees import make_tree
from tests.factories import NOON

ENV = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
}


def git(where: Path, *words: str) -> str:
    """Run Git as an author does; return what it prints."""
    done = subprocess.run(["git", *words], cwd=where, env=ENV, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace").strip()


@dataclass
class Author:
    """Somebody with a copy of their own."""

    copy: Path

    def writes(
        self, changes: Mapping[str, str | bytes | None], message: str = "Change it", *, by: str = "Ada"
    ) -> str:
        """Commit files of the curriculum and push them; return the commit."""
        self.pulls()
        for path, text in changes.items():
            target = self.copy / "curriculum" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                target.unlink()
            else:
                target.write_bytes(text.encode() if isinstance(text, str) else text)
        git(self.copy, "add", "--all")
        git(self.copy, "commit", "--quiet", "-m", message, f"--author={by} <{by[:2]}@example.org>")
        git(self.copy, "push", "--quiet", "origin", "HEAD:main")
        return git(self.copy, "rev-parse", "HEAD")

    def pulls(self) -> None:
        """Bring in what the repository has."""
        git(self.copy, "fetch", "--quiet", "origin")
        if git(self.copy, "ls-remote", "origin", "refs/heads/main"):
            git(self.copy, "reset", "--quiet", "--hard", "origin/main")

    def files(self) -> dict[str, bytes]:
        """Return the curriculum as the repository has it."""
        self.pulls()
        folder = self.copy / "curriculum"
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    def log(self) -> list[str]:
        """Return author, address and subject of each commit, the oldest first."""
        self.pulls()
        return git(self.copy, "log", "--reverse", "--topo-order", "--format=%an <%ae> %s").splitlines()


def make_repository(folder: Path) -> tuple[Path, Author]:
    """Make an empty bare repository, and a copy of it."""
    bare, copy = folder / "bare.git", folder / "copy"
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    git(folder, "init", "--quiet", "--initial-branch=main", str(copy))
    git(copy, "remote", "add", "origin", str(bare))
    return bare, Author(copy)


def small_tree(folder: Path) -> dict[str, bytes]:
    """Return the files of the small curriculum."""
    tree = make_tree(folder / "small")
    return {
        path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*") if path.is_file()
    }


def served() -> dict[str, bytes]:
    """Return the files of the release, byte for byte."""
    return {row.path: bytes(row.blob.data) for row in SourceFile.objects.select_related("blob")}


_clock = [0]


def later() -> datetime:
    """Return a time after all before it."""
    _clock[0] += 1
    return NOON + timedelta(minutes=_clock[0])


def saying(word: str) -> Callable[[str], str]:
    """Return a change of a track's text."""
    return lambda text: text.replace("Text.", f"Text. {word}")


def put(path: str, change: Callable[[str], str], message: str, **options: object) -> Release:
    """Publish a change of one file as the Studio does."""
    row = SourceFile.objects.select_related("blob").get(path=path)
    new = change(bytes(row.blob.data).decode()).encode()
    values = {"author": None, "now": later(), "parts": list, "jobs": 1, "message": message, **options}
    return publish([Edit(path, new, row.blob_id)], **values)


def do(wish: str) -> Link:
    """Ask for a pull or a push and let the worker do it; return the row."""
    ask(Link.Wish(wish), now=later())
    assert work(list, now=later(), clock=later)
    return Link.objects.get()
