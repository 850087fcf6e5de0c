"""What the portal says to Git and understands of it: words, paths, people, commits. Pure."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from portal.content.compile.source.paths import IGNORED

PLAIN: Final = ("100644", "100755")
_SECRET: Final = re.compile(r"(?<=//)[^/@\s]+@|(?i:authorization: *basic +)\S+")
_SAID: Final = (
    (r"could not resolve host", "No server is known by the name in GIT_REMOTE."),
    (
        r"authentication failed|could not read (?:username|password)|terminal prompts disabled|permission denied|"
        r"invalid username|access denied|returned error: 40[13]",
        "The repository does not let the portal in. Check the name and the token, or the key.",
    ),
    (
        r"repository .*not found|does not appear to be a git repository|returned error: 404|no such file or dir",
        "There is no repository at the address in GIT_REMOTE.",
    ),
    (
        r"host key verification failed",
        "The server's key is not known. Put it into git/known_hosts in VAR_DIR, see docs/admin/git.md.",
    ),
    (
        r"certificate (?:verification failed|problem)",
        "This machine does not trust the server's certificate: have it renewed, or its authority installed here.",
    ),
    (
        r"connection (?:refused|timed out|reset)|failed to connect|network is unreachable|unable to access|"
        r"early eof|could not read from remote",
        "The server of the repository does not answer.",
    ),
    (r"no space left on device", "The disk is full."),
    (
        r"protected branch|hook declined|\[remote rejected\]",
        "The repository took nothing: the branch is protected, or a rule of the server refuses the change.",
    ),
    (r"transport '\w+' not allowed", "GIT_REMOTE must be https:// or ssh://, see docs/admin/git.md."),
)


@dataclass(frozen=True, slots=True)
class Remote:
    """Where the repository is: the address without its secret, and the secret as Git's own header, or empty."""

    url: str
    header: str = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Remote:
        """Take an address apart, such as ``https://name:token@host/path.git``."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or "@" not in parts.netloc:
            return cls(url, "")
        secret, _, host = parts.netloc.rpartition("@")
        basic = base64.b64encode(unquote(secret).encode()).decode()
        return cls(urlunsplit(parts._replace(netloc=host)), f"Authorization: Basic {basic}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a tree of Git: its mode, the name of its bytes, how many they are, and the bytes if Git lacks them."""

    mode: str
    blob: str
    size: int = field(default=0, compare=False)
    data: bytes | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands in a commit."""

    name: str
    email: str

    def line(self, at: datetime) -> str:
        """Return the person as Git writes it, with a time in UTC."""
        name = re.sub(r"[<>\n\r\0]", "", self.name).strip() or "somebody"
        email = re.sub(r"[<>\s\0]", "", self.email)
        return f"{name} <{email}> {int(at.timestamp())} +0000"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit to be made, on ``parents`` (names; in a row of commits, none means the one before).

    It begins with the whole tree named ``tree``, if given, else with that of the first parent. ``puts`` are the files
    it writes by path, ``drops`` the paths that go.
    """

    message: str
    author: Person
    committer: Person
    at: datetime
    parents: tuple[str, ...] = ()
    tree: str = ""
    puts: Mapping[str, Entry] = field(default_factory=dict)
    drops: tuple[str, ...] = ()


def redacted(text: str) -> str:
    """Return a text without names and passwords in its addresses."""
    return _SECRET.sub("", text)


def sentence(said: str) -> str:
    """Return what went wrong in words for people, from what Git wrote."""
    for pattern, words in _SAID:
        if re.search(pattern, said, re.IGNORECASE):
            return words
    lines = [line.strip() for line in redacted(said).splitlines() if line.strip()]
    return f"Git says: {lines[-1][:300]}" if lines else "Git ended without a word."


def names(found: Iterable[str]) -> str:
    """Return the names of people as words, each once: three of them, and how many more there are."""
    plain = ("".join(char for char in name if char.isprintable()).strip()[:60] for name in found)
    people = [name for name in dict.fromkeys(plain) if name]
    more = [f"{len(people) - 3} more"] if len(people) > 4 else people[3:]
    *first, last = [*people[:3], *more] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def is_kept(path: str) -> bool:
    """Return whether a file of the folder is one the portal does not know of and leaves as it is."""
    return any(part.startswith(".") or part in IGNORED for part in path.split("/"))


def is_safe(path: str) -> bool:
    """Return whether a path stays in its folder, wherever it is written."""
    return bool(path) and all(part not in ("", ".", "..") for part in path.split("/")) and "\\" not in path


def blob_name(data: bytes, like: str) -> str:
    """Return Git's name for some bytes; ``like`` is a name of the same repository, for their length."""
    make = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return make(b"blob %d\0" % len(data) + data).hexdigest()


def stream(commits: Iterable[Commit], ref: str, prefix: str) -> Iterator[bytes]:
    """Yield the commits, one on the other, as ``git fast-import`` reads them; paths stand behind ``prefix``."""
    for number, commit in enumerate(commits, start=1):
        message = commit.message.encode()
        yield f"commit {ref}\nmark :{number}\n".encode()
        yield f"author {commit.author.line(commit.at)}\ncommitter {commit.committer.line(commit.at)}\n".encode()
        yield b"data %d\n%s\n" % (len(message), message)
        parents = commit.parents or ((f":{number - 1}",) if number > 1 else ())
        for word, parent in zip(("from", "merge"), parents, strict=False):
            yield f"{word} {parent}\n".encode()
        if commit.tree:
            yield f'M 040000 {commit.tree} ""\n'.encode()
        for path in commit.drops:
            yield f"D {_quoted(prefix + path)}\n".encode()
        for path, what in sorted(commit.puts.items()):
            if what.data is None:
                yield f"M {what.mode} {what.blob} {_quoted(prefix + path)}\n".encode()
            else:
                head = f"M {what.mode} inline {_quoted(prefix + path)}\ndata {len(what.data)}\n"
                yield head.encode() + what.data + b"\n"
    yield b"done\n"


def _quoted(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
