"""Read the folder of a curriculum: every file once, plain files only, within bounds."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from portal.content.compile.problems import Problem
from portal.content.compile.source.paths import (
    ALLOWED,
    IGNORED,
    MAX_BYTES,
    MAX_DEPTH,
    SAFE_NAME,
    kind_of,
    too_big,
)
from portal.content.compile.source.texts import SourceText

__all__ = ["MAX_FILES", "SourceText", "read_tree"]
MAX_FILES = 5_000


class _TooMany(Exception):
    """There are more files than allowed."""


def read_tree(folder: Path, max_files: int = MAX_FILES) -> tuple[list[SourceText], list[Problem]]:
    """Return the files below ``folder`` in the order of their paths, and what is wrong with the others.

    Hidden files, README.md and __pycache__ are left out. No symbolic link is followed, and nothing but a
    plain file is opened, so that neither a pipe nor a device can make the reader wait.
    """
    reader = _Reader(max_files)
    try:
        reader.walk(os.fspath(folder), "", 0)
    except _TooMany:
        reader.note("", f"more than {max_files:,} files", f"at most {max_files:,}")
    return sorted(reader.files, key=lambda file: file.path), reader.problems


class _Reader:
    """Collects files and problems on one walk."""

    def __init__(self, max_files: int) -> None:
        self.max_files = max_files
        self.files: list[SourceText] = []
        self.problems: list[Problem] = []

    def note(self, path: str, wrong: str, allowed: str) -> None:
        """Add a problem with a whole file or folder."""
        self.problems.append(Problem(path or ".", 0, wrong, allowed))

    def walk(self, folder: str, prefix: str, depth: int) -> None:
        """Read everything in ``folder``; ``prefix`` is its path with a slash, ``depth`` the folders above its
        files."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self.note(prefix.rstrip("/"), f"cannot be read: {error.strerror}", "a folder that can be read")
            return
        for entry in self._visible(entries, prefix):
            path = prefix + entry.name
            if entry.is_symlink():
                self.note(path, "a symbolic link", "a plain file or folder")
            elif entry.is_dir(follow_symlinks=False):
                if depth == MAX_DEPTH:
                    self.note(path, "nested too deeply", f"at most {MAX_DEPTH} levels of folders")
                else:
                    self.walk(entry.path, f"{path}/", depth + 1)
            elif kind_of(path) is None:
                self.note(path, "a file the curriculum does not have", ALLOWED)
            else:
                self._read(entry.path, path)

    def _visible(self, entries: list[os.DirEntry[str]], prefix: str) -> Iterator[os.DirEntry[str]]:
        """Yield the entries that count; note unsafe names and names that differ only in case."""
        seen: dict[str, str] = {}
        for entry in entries:
            name = entry.name
            if name.startswith(".") or name in IGNORED:
                continue
            if not SAFE_NAME.fullmatch(name):
                shown = prefix + name.encode("ascii", "backslashreplace").decode()
                self.note(shown, "an unsafe name", "letters, digits, `.`, `-` and `_`")
                continue
            twin = seen.setdefault(name.lower(), name)
            if twin != name:
                self.note(
                    prefix + name,
                    f"differs from {twin} only in case",
                    "names that differ on every file system",
                )
                continue
            yield entry

    def _read(self, name: str, path: str) -> None:
        """Read one file."""
        if len(self.files) >= self.max_files:
            raise _TooMany
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            try:
                status = os.fstat(handle)
                if not stat.S_ISREG(status.st_mode):
                    self.note(path, "not a plain file", "a plain file")
                    return
                data = os.read(handle, MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
            finally:
                os.close(handle)
        except OSError as error:
            self.note(path, f"cannot be read: {error.strerror}", "a file that can be read")
            return
        if status.st_size > MAX_BYTES or len(data) > MAX_BYTES:
            self.problems.append(too_big(path, status.st_size))
            return
        self.files.append(SourceText(path, data, hashlib.sha256(data).hexdigest()))
