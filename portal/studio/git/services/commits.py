"""The releases that are not in the repository yet as commits, each by who published it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.conf import settings

from portal.accounts.models import User
from portal.content.models import Blob, FileVersion, Release
from portal.core.batches import batched
from portal.studio.git.models import Link
from portal.studio.git.repository import Repository
from portal.studio.git.rules import Commit, Entry, Person, blob_name, is_kept

BATCH = 200
JOINED = "Join what was changed in the portal with what was pushed"
NAMELESS = "A publisher"


class Row:
    """Commits one on the other, from what both sides agreed on last, with what was pulled since joined in its place.

    Nothing is decided here but the order: the same row of the database and the same copy make the same commits.
    """

    def __init__(self, repository: Repository, link: Link, waiting: Collection[str]) -> None:
        """Begin at the commit of ``link``; paths in ``waiting`` stay as the repository has them."""
        self._git, self._link, self._waiting = repository, link, waiting
        met = repository.holds(link.commit)
        self._tip = link.commit if met else ""
        self._files = repository.files(self._tip) if met else {}
        self._cursor: int | None = link.release if met else None
        self._open: list[Commit] = []
        self._like = link.commit or (link.pulls[0][0] if link.pulls else "")

    def until(self, release: int, held: Mapping[str, str], *, now: datetime) -> str:
        """Return the commit whose folder holds ``held`` (digests by path), which is what ``release`` serves."""
        for commit, before, after in self._link.pulls:
            self._replay(before)
            self._join(commit, after, now)
            self._cursor = after
        self._replay(release)
        self._close(release, held, now)
        self._write()
        return self._tip

    def _replay(self, release: int) -> None:
        """Make a commit of each release up to this one that changes anything."""
        if self._cursor is None:
            return
        for one in self._releases(self._cursor, release):
            puts, drops = self._changes(one)
            if puts or drops:
                self._add(
                    one.message or f"Release {one.pk}", _author(one.author), one.created_at, puts, drops
                )
        self._cursor = release

    def _releases(self, after: int, upto: int) -> Iterator[Release]:
        rows = Release.objects.filter(pk__gt=after, pk__lte=upto).select_related("author")
        return rows.order_by("pk").iterator(chunk_size=BATCH)

    def _changes(self, release: Release) -> tuple[dict[str, Entry], list[str]]:
        """Return what a release writes and what it takes away, against the files as they are now."""
        versions = FileVersion.objects.filter(release=release).select_related("blob").order_by("path")
        puts, drops = {}, []
        for version in versions:
            if version.path in self._waiting:
                continue
            if version.blob is None:
                drops += [version.path] if version.path in self._files else []
            elif put := self._put(version.path, bytes(version.blob.data)):
                puts[version.path] = put
        return puts, drops

    def _put(self, path: str, data: bytes) -> Entry | None:
        """Return the file with these bytes; None when it has them."""
        before = self._files.get(path)
        name = blob_name(data, self._like)
        if before is not None and before.blob == name:
            return None
        return Entry(before.mode if before else "100644", name, len(data), data)

    def _join(self, commit: str, after: int, now: datetime) -> None:
        """Go on from a commit that was pulled: it is the next one, or is joined with what stands here by then."""
        self._write()
        if not self._tip or self._git.contains(commit, self._tip):
            self._tip, self._files = commit, self._git.files(commit)
            return
        for one in self._releases(self._cursor or 0, after):
            puts, drops = self._changes(one)
            self._files = {path: e for path, e in {**self._files, **puts}.items() if path not in drops}
        theirs = self._git.files(commit)
        kept = {path: entry for path, entry in theirs.items() if is_kept(path) or path in self._waiting}
        mine = {p: e for p, e in self._files.items() if not is_kept(p) and p not in self._waiting}
        files = {**kept, **mine}
        puts = {path: entry for path, entry in files.items() if theirs.get(path) != entry}
        gone = tuple(sorted(theirs.keys() - files.keys()))
        parents, tree = (self._tip, commit), self._git.tree(commit)
        portal = _author(None)
        self._open.append(Commit(JOINED, portal, portal, now, parents, tree, puts, gone))
        self._files = files
        self._write()

    def _close(self, release: int, held: Mapping[str, str], now: datetime) -> None:
        """Make the folder hold exactly what is served, whatever the releases said of themselves."""
        puts: dict[str, Entry] = {}
        paths = sorted(path for path in held if path not in self._waiting)
        for batch in batched(paths, BATCH):
            blobs = Blob.objects.in_bulk({held[path] for path in batch})
            for path in batch:
                if put := self._put(path, bytes(blobs[held[path]].data)):
                    puts[path] = put
        mine = {path for path in self._files if not is_kept(path) and path not in self._waiting}
        drops = sorted(mine - held.keys())
        if puts or drops:
            served = Release.objects.get(pk=release)
            self._add(f"Hold what release {release} serves", _author(None), served.created_at, puts, drops)

    def _add(
        self, message: str, author: Person, at: datetime, puts: dict[str, Entry], drops: list[str]
    ) -> None:
        parents = (self._tip,) if self._tip and not self._open else ()
        self._open.append(Commit(message, author, _author(None), at, parents, "", puts, tuple(drops)))
        self._files = {path: e for path, e in {**self._files, **puts}.items() if path not in drops}

    def _write(self) -> None:
        """Have Git write the commits that are open."""
        if self._open:
            self._tip, self._open = self._git.commit(self._open), []
            self._files = {path: Entry(e.mode, e.blob, e.size) for path, e in self._files.items()}


def _author(user: User | None) -> Person:
    """Return who stands in a commit: without their address, unless the settings want it."""
    git = settings.GIT
    if user is None:
        return Person(git.name, git.email)
    return Person(user.name or NAMELESS, user.email if git.addresses else git.email)
