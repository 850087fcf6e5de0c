"""A round with the repository: its changes come in, what was published goes out, and both remember where they met.

What the row says is written last in each step. A worker that dies anywhere leaves it as it was, and the next round
does the same again: bringing in twice changes nothing, and the same releases make the same commits.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings

from portal.content.export import follow
from portal.content.models import Conflict, Release, SourceFile
from portal.content.selectors import held_by
from portal.content.sync import ContentRefused, SyncedMeanwhile, insist, sync
from portal.content.sync.parts import Parts
from portal.content.sync.served import latest_release
from portal.studio.git.models import Link
from portal.studio.git.repository import GitFailed, Rejected, Repository
from portal.studio.git.rules import is_kept
from portal.studio.git.selectors import folder_name
from portal.studio.git.services.commits import Row

TRIES: Final = 3


def pull(repository: Repository, row: Link, parts: Parts, *, now: datetime) -> None:
    """Bring in what the repository has. Raises ``GitFailed``."""
    head = repository.fetch()
    if not head:
        raise GitFailed(f"The repository has no branch {repository.branch} yet. A push makes it.")
    _take(repository, row, parts, head, now=now)
    release, held = latest_release(), _held()
    if held == held_by(folder_name()):  # both are the same, so there is nothing to push
        row.commit, row.release, row.pulls = head, release or 0, []
    row.pulled_at = now
    row.save(update_fields=["commit", "release", "pulls", "pulled_at"])


def push(repository: Repository, row: Link, parts: Parts, *, now: datetime) -> None:
    """Send what was published, after bringing in what the repository has. Raises ``GitFailed``.

    When somebody else pushes meanwhile, theirs comes in first and it is tried again.
    """
    for attempt in range(1, TRIES + 1):
        head = repository.fetch()
        if head:
            _take(repository, row, parts, head, now=now, empty=True)
        release = latest_release()
        if release is None:
            raise GitFailed("There is nothing to push: no content has been published yet.")
        held = _held()
        waiting = set(Conflict.objects.filter(folder=folder_name()).values_list("path", flat=True))
        tip = Row(repository, row, waiting).until(release, held, now=now)
        try:
            if tip != head:
                repository.push(tip)
        except Rejected:
            if attempt == TRIES:
                raise
            continue
        _agree(row, tip, release, held, waiting, now)
        return


def _take(
    repository: Repository, row: Link, parts: Parts, head: str, *, now: datetime, empty: bool = False
) -> None:
    """Join a commit of the repository with what is served, unless that was done; ``empty``: it may have no files."""
    known = row.pulls[-1][0] if row.pulls else row.commit
    if head == known and repository.holds(head):
        return
    entries = repository.files(head)
    before = latest_release() or 0
    if not empty or any(not is_kept(path) for path in entries):
        folder = settings.VAR_DIR / "git" / "folder"
        repository.write(entries, folder)
        _sync(repository.subject(head), repository.authors(known, head), parts, now)
    row.pulls = [*row.pulls, [head, before, latest_release() or 0]]
    row.save(update_fields=["pulls"])


def _held() -> dict[str, str]:
    """Return the digest of each file that is served, by path."""
    return dict(SourceFile.objects.values_list("path", "blob_id"))


def _sync(message: str, by: str, parts: Parts, now: datetime) -> None:
    """Bring the folder in, as often as somebody publishes meanwhile."""
    folder = settings.VAR_DIR / "git" / "folder"
    bring = partial(sync, folder, now=now, origin=Release.Origin.GIT, message=message, by=by)
    try:
        insist(lambda: bring(parts=parts()), TRIES)
    except SyncedMeanwhile as others:
        said = "Somebody published each time the repository's changes came in. Try again."
        raise GitFailed(said) from others
    except ContentRefused as refused:
        first, count = refused.problems[0], len(refused.problems)
        raise GitFailed(
            f"The files of the repository have {count} problem{'s' if count > 1 else ''}, so nothing was taken in. "
            f"{first}"
        ) from refused


def _agree(row: Link, tip: str, release: int, held: dict[str, str], waiting: set[str], now: datetime) -> None:
    """Write down that the repository holds what was served at ``release``, but for what waits for a person."""
    folder = settings.VAR_DIR / "git" / "folder"
    before = {path: digest for path, digest in (held_by(folder_name()) or {}).items() if path not in waiting}
    follow(folder, {path: digest for path, digest in held.items() if path not in waiting}, before)
    row.commit, row.release, row.pulls, row.pushed_at = tip, release, [], now
    row.save(update_fields=["commit", "release", "pulls", "pushed_at"])
