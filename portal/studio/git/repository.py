"""A bare copy of the configured repository, and the few things the portal asks Git for.

Nothing is ever checked out, so no attribute, filter, link or hook of the repository has a say: trees are read and
commits are written as they are. Git runs without a shell, without a prompt, within seconds, and with no configuration
but this one; the secret of the address goes by the environment and stands in no file and no list of processes.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portal.content.compile.source.paths import MAX_BYTES
from portal.studio.git.rules import PLAIN, Commit, Entry, Remote, is_kept, is_safe, names, sentence, stream

SECONDS: Final = 180
"""How long one word with the server may take."""
LARGEST: Final = 1024 * 1024
"""KiB that the copy may have, which is 1 GiB."""
MOST: Final = 20_000
"""Files in the folder."""
MOST_COMMITS: Final = 500
"""Commits of one pull that are asked for their authors."""
REF: Final = "refs/portal/next"
SEEN: Final = "refs/portal/seen"
_PASSED: Final = (
    "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
)  # fmt: skip
"""How this machine reaches others, which Git has to know."""
_WORDS: Final = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.attributesFile=/dev/null", "core.excludesFile=/dev/null",
    "core.symlinks=false", "submodule.recurse=false", "fetch.recurseSubmodules=false", "fetch.fsckObjects=true",
    "transfer.fsckObjects=true", "transfer.credentialsInUrl=die", "protocol.allow=user", "credential.helper=",
    "gc.autoDetach=false", "maintenance.autoDetach=false", "http.lowSpeedLimit=1000", "http.lowSpeedTime=30",
)  # fmt: skip


class GitFailed(Exception):
    """Git could not do it; the text is a sentence for people, without a secret."""


class Rejected(GitFailed):
    """The repository went on meanwhile."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The copy in ``home`` of a remote's branch; ``folder`` is where in it the curriculum is (empty: at its top)."""

    home: Path
    remote: Remote
    branch: str
    folder: str
    local: bool = False
    key: str = ""

    @property
    def prefix(self) -> str:
        """Return what stands before the paths of the curriculum."""
        return f"{self.folder}/" if self.folder else ""

    @property
    def _bare(self) -> Path:
        return self.home / "repository.git"

    def fetch(self) -> str:
        """Bring in what the branch has; return its commit, or nothing while there is none. Raises ``GitFailed``."""
        self._begin()
        listed = self._run("ls-remote", "--", self.remote.url, f"refs/heads/{self.branch}")
        head = listed.split(b"\t")[0].decode()
        if not head:
            return ""
        spec = f"+refs/heads/{self.branch}:{SEEN}"
        self._run("fetch", "--no-tags", "--no-write-fetch-head", "--quiet", "--", self.remote.url, spec)
        counted = dict(line.split(b": ") for line in self._run("count-objects", "-v").splitlines())
        if int(counted[b"size-pack"]) + int(counted[b"size"]) > LARGEST:
            self.forget()
            raise GitFailed("The repository is larger than 1 GB, so it was not taken in.")
        return self._run("rev-parse", "--verify", SEEN).decode().strip()

    def files(self, commit: str) -> dict[str, Entry]:
        """Return the files of the folder by path. Raises ``GitFailed`` for what no curriculum may hold."""
        where = [self.folder + "/"] if self.folder else []
        found: dict[str, Entry] = {}
        for line in self._run("ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *where).split(b"\0")[
            :-1
        ]:
            about, _, name = line.partition(b"\t")
            mode, kind, blob, size = about.decode().split()
            path = os.fsdecode(name)[len(self.prefix) :]
            if is_kept(path):
                size = "0" if size == "-" else size
            elif mode not in PLAIN or kind != "blob":
                raise GitFailed(
                    f"{path} is a link or a repository of its own; only plain files are taken in."
                )
            elif not is_safe(path):
                raise GitFailed("The repository has a file whose path leads out of its folder.")
            elif int(size) > MAX_BYTES:
                raise GitFailed(f"{path} is larger than {MAX_BYTES // 1024} KB.")
            found[path] = Entry(mode, blob, int(size))
        if len(found) > MOST:
            raise GitFailed(f"The folder has more than {MOST:,} files.")
        return found

    def write(self, entries: Mapping[str, Entry], folder: Path) -> None:
        """Make ``folder`` hold these files and nothing else, byte for byte."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        wanted = {path: entry for path, entry in entries.items() if not is_kept(path)}
        names = "".join(f"{entry.blob}\n" for entry in wanted.values())
        told = self._run("cat-file", "--batch", given=names.encode())
        at = 0
        for path in wanted:
            line_end = told.index(b"\n", at)
            size = int(told[at:line_end].split()[2])
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(told[line_end + 1 : line_end + 1 + size])
            at = line_end + 2 + size

    def subject(self, commit: str) -> str:
        """Return the first line of a commit's message."""
        return self._run("log", "-1", "--format=%s", commit).decode("utf-8", "replace").strip()[:200]

    def authors(self, since: str, commit: str) -> str:
        """Return who wrote the commits after ``since`` (empty: that one alone), the last first, as words."""
        last = [f"{since}..{commit}"] if self.holds(since) else ["-1", commit]
        told = self._run("log", "--no-merges", f"-{MOST_COMMITS}", "--format=%aN", *last)
        return names(told.decode("utf-8", "replace").splitlines())

    def tree(self, commit: str) -> str:
        """Return the name of a commit's whole tree."""
        return self._run("rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()

    def holds(self, commit: str) -> bool:
        """Return whether the copy has a commit."""
        return bool(commit) and self._try("cat-file", "-e", f"{commit}^{{commit}}")

    def contains(self, later: str, earlier: str) -> bool:
        """Return whether ``later`` has ``earlier`` in its history."""
        return self._try("merge-base", "--is-ancestor", earlier, later)

    def commit(self, commits: Iterable[Commit]) -> str:
        """Write commits, each as ``rules.stream`` says, and return the last one. Nothing leaves the copy."""
        given = b"".join(stream(commits, REF, self.prefix))
        self._run("fast-import", "--quiet", "--force", "--done", "--date-format=raw", given=given)
        return self._run("rev-parse", "--verify", REF).decode().strip()

    def push(self, commit: str) -> None:
        """Make the branch of the remote end in ``commit``. Raises ``Rejected`` when it went on, ``GitFailed``."""
        try:
            self._run(
                "push", "--quiet", "--no-verify", "--", self.remote.url, f"{commit}:refs/heads/{self.branch}"
            )
        except _Said as said:
            if any(
                word in said.words
                for word in ("non-fast-forward", "fetch first", "[rejected]", "cannot lock ref")
            ):
                raise Rejected("Somebody pushed to the repository at the same time.") from said
            raise

    def forget(self) -> None:
        """Throw the copy away; the next fetch makes it again."""
        shutil.rmtree(self._bare, ignore_errors=True)

    def _begin(self) -> None:
        """Make the copy, unless it is there; a broken one is thrown away, and locks of a process that died."""
        for lock in self._bare.rglob("*.lock"):
            lock.unlink(missing_ok=True)
        if self._bare.is_dir() and self._try("rev-parse", "--git-dir"):
            return
        self.forget()
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._run("init", "--bare", "--quiet", "--template=", str(self._bare), inside=False)

    def _try(self, *words: str) -> bool:
        try:
            self._run(*words)
        except GitFailed:
            return False
        return True

    def _run(self, *words: str, given: bytes = b"", inside: bool = True) -> bytes:
        """Run Git and return what it printed. Raises ``GitFailed``."""
        git = shutil.which("git")
        if git is None:
            raise GitFailed("Git is not installed where the worker runs.")
        where = [f"--git-dir={self._bare}"] if inside else []
        settings = [part for word in _WORDS for part in ("-c", word)]
        try:
            done = subprocess.run(  # noqa: S603 - no shell; every word is ours or comes behind "--"
                [git, *where, *settings, *words],
                input=given,
                capture_output=True,
                env=self._environment(),
                cwd=self.home,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise GitFailed(f"The repository took longer than {SECONDS} seconds to answer.") from late
        if done.returncode:
            raise _Said(done.stderr.decode("utf-8", "replace"))
        return done.stdout

    def _environment(self) -> dict[str, str]:
        """Return all that Git gets to know of this machine."""
        known = self.home / "known_hosts"
        ssh = ["ssh", "-oBatchMode=yes", "-oStrictHostKeyChecking=yes", f"-oUserKnownHostsFile={known}"]
        ssh += ["-oIdentitiesOnly=yes", f"-i{self.key}"] if self.key else []
        found = {name: os.environ[name] for name in _PASSED if name in os.environ} | {
            "PATH": os.environ.get("PATH", os.defpath),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "true",
            "SSH_ASKPASS": "true",
            "GIT_ALLOW_PROTOCOL": "https:ssh:file" if self.local else "https:ssh",
            "GIT_SSH_COMMAND": shlex.join(ssh),
            "GIT_CEILING_DIRECTORIES": str(self.home),
        }
        if self.remote.header:
            found |= {
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": f"http.{self.remote.url}.extraHeader",
                "GIT_CONFIG_VALUE_0": self.remote.header,
            }
        return found


class _Said(GitFailed):
    """What Git wrote, behind the sentence for people."""

    def __init__(self, words: str) -> None:
        super().__init__(sentence(words))
        self.words = words
