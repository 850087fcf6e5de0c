"""What a folder held when it and the release last agreed, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from portal.content.compile import SourceText
from portal.content.holding import hold
from portal.content.models import Blob, Conflict
from portal.content.selectors import held_by, name_of, texts_before
from portal.content.sync.served import Served
from portal.content.sync.sides import Clash, Joined
from portal.core.batches import batched

BATCH = 500


def bases_for(folder: Path, theirs: Mapping[str, SourceText], served: Served) -> dict[str, SourceText]:
    """Return the base of each file in the three-way merge with ``folder``.

    A folder that was never synced stands for the one that was synced last; but a file in it that the portal served at
    some time is an old copy, and nobody's change.
    """
    held = held_by(name_of(folder))
    if held is None:
        old = texts_before({path: text.sha256 for path, text in theirs.items()})
        held = (held_by(None) or {}) | old
    return {path: served.text(path, digest) for path, digest in held.items()}


def write_folder(folder: Path, joined: Joined, theirs: Mapping[str, SourceText], now: datetime) -> None:
    """Remember what the folder holds where it is settled, and what clashes; keep the bytes of both."""
    name = name_of(folder)
    held = held_by(name) or {}
    settled = {path: digest for path, digest in joined.settled.items() if held.get(path) != digest}
    _keep(theirs, [path for path, digest in settled.items() if digest is not None])
    hold(name, settled)
    _write_conflicts(name, joined.clashes, theirs, now)


def settle(conflict: Conflict) -> None:
    """Take a conflict as decided: what its folder held is the base from now on. The caller's transaction."""
    hold(conflict.folder, {conflict.path: conflict.theirs_id})
    conflict.delete()


def _write_conflicts(
    name: str, clashes: Mapping[str, Clash], theirs: Mapping[str, SourceText], now: datetime
) -> None:
    """Make the open conflicts of the folder equal ``clashes``; one that stays as it was keeps its time."""
    _keep(theirs, [path for path in clashes if path in theirs])
    stored = {row.path: row for row in Conflict.objects.filter(folder=name)}
    for path, row in stored.items():
        if path not in clashes:
            row.delete()
    for path, clash in clashes.items():
        found = {"base_id": clash.base, "ours_id": clash.ours, "theirs_id": clash.theirs}
        before = stored.get(path)
        if before is None or any(getattr(before, field) != value for field, value in found.items()):
            values = {**found, "found_at": now}
            Conflict.objects.update_or_create(folder=name, path=path, defaults=values)


def _keep(theirs: Mapping[str, SourceText], paths: list[str]) -> None:
    """Keep the bytes of these files, that later rows refer to."""
    missing = {theirs[path].sha256: theirs[path] for path in paths}
    for some in batched(sorted(missing), BATCH):
        for known in Blob.objects.filter(sha256__in=some).values_list("sha256", flat=True):
            del missing[known]
    Blob.objects.bulk_create(
        (Blob(sha256=digest, data=text.data) for digest, text in missing.items()),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
