"""Notice that files of a folder changed, by looking: names, sizes and times, several times a second."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

Stamp = tuple[int, int, int, int]
LOOK_EVERY = 0.1
"""Seconds between two looks."""


def snapshot(folder: Path) -> dict[str, Stamp]:
    """Return inode, size, time of change and time of the last write of every file below ``folder``, by path.

    Hidden files and folders do not count, as the curriculum has none. A folder that is not there holds nothing.
    """
    found: dict[str, Stamp] = {}
    open_folders = [os.fspath(folder)]
    while open_folders:
        try:
            entries = list(os.scandir(open_folders.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            try:
                if entry.is_dir(follow_symlinks=False):
                    open_folders.append(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    found[entry.path] = stat.st_ino, stat.st_size, stat.st_ctime_ns, stat.st_mtime_ns
            except OSError:
                continue
    return found


def changes(
    folder: Path, since: dict[str, Stamp], sleep: Callable[[float], None]
) -> Iterator[dict[str, Stamp]]:
    """Yield a snapshot each time the folder differs from the last one, as soon as two looks agree; goes on for ever.

    So several files that an editor or Git writes at once are one change. ``since`` is the snapshot before.
    """
    seen = since
    while True:
        sleep(LOOK_EVERY)
        current = snapshot(folder)
        if current == seen:
            continue
        while True:
            sleep(LOOK_EVERY)
            again = snapshot(folder)
            if again == current:
                break
            current = again
        seen = current
        yield current
