"""How lessons are proved: one module and one requirements file a lane, both found by the lane's name.

``lanes/<lane>.py`` has one function, ``prove``; ``lanes/<lane>.txt`` pins the packages it needs, one
``name==version`` a line. A new lane needs those two files and nothing else::

    def prove(lesson: Lesson, folder: Path) -> list[Fault]:
        ...  # ``folder`` is empty and belongs to this lesson; an empty list means that everything holds

The module is imported only when every package of its list is installed; otherwise its lessons are skipped.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol, cast

from portal.content.compile.fences import Fence

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a lesson or its quiz claims and that does not hold; ``line`` is that of the fence, from 1."""

    path: str
    line: int
    what: str
    detail: str = ""

    def __str__(self) -> str:
        """Write ``path:line: what``, and what really happened beneath it."""
        head = f"{self.path}:{self.line}: {self.what}"
        return f"{head}\n{self.detail.rstrip()}" if self.detail.strip() else head


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as a lane reads it.

    ``path`` is its file, ``matter`` its front matter, ``fences`` its blocks in order as the compiler reads
    them and ``quiz`` the text of the quiz beside it, empty when there is none.
    """

    path: Path
    matter: Mapping[str, Any]
    fences: tuple[Fence, ...]
    quiz: str = ""

    def fault(self, line: int, what: str, detail: str = "") -> Fault:
        """Return a fault at ``line`` of the lesson."""
        return Fault(str(self.path), line, what, detail)

    def quiz_fault(self, line: int, what: str, detail: str = "") -> Fault:
        """Return a fault at ``line`` of the quiz."""
        return Fault(str(self.path.with_suffix(".quiz.md")), line, what, detail)


class Lane(Protocol):
    """What a module in this folder must offer."""

    def prove(self, lesson: Lesson, folder: Path) -> list[Fault]:
        """Run what ``lesson`` claims inside the empty ``folder`` and return what does not hold."""


def lane_named(name: str) -> Lane:
    """Import the module of the lane ``name``; raises ``ImportError`` when there is none."""
    return cast(Lane, importlib.import_module(f"{__name__}.{name}"))


def missing_packages(name: str) -> list[str]:
    """Return the packages of ``<name>.txt`` that are not installed in any version; none without that file."""
    file = HERE / f"{name}.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [package for line in lines if (package := _package(line)) and not _installed(package)]


def _package(requirement: str) -> str:
    """Return the name in a line: ``pkg[extra]==1.0  # why`` is ``pkg``, a comment is ``""``."""
    return requirement.partition("#")[0].partition("==")[0].partition("[")[0].strip()


def _installed(package: str) -> bool:
    """Return whether a distribution of that name is there."""
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True
