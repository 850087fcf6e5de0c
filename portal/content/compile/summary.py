"""What the checks across files need to know of one file, small enough to be kept for the next run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from portal.content.compile.source.paths import Kind

Reference = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """A file in brief; every reference comes with the line it stands on.

    ``targets`` are the path, the anchor (empty for the top) and the line of what the text links to or shows.
    ``stamps`` are the paths of those and their stamps when the text was rendered. ``anchors`` are the
    headings others can link to. ``concepts`` are those a lesson declares, or the questions of a quiz refer to.
    """

    path: str
    kind: Kind
    id: str = ""
    line: int = 0
    title: str = ""
    status: str = ""
    aliases: tuple[Reference, ...] = ()
    prerequisites: tuple[Reference, ...] = ()
    facts: tuple[Reference, ...] = ()
    concepts: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    targets: tuple[tuple[str, str, int], ...] = ()
    stamps: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the values that are not empty, for a JSON column."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value not in ("", 0, ())}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Summary:
        """Return the summary that ``as_json`` wrote."""
        return cls(**{name: _frozen(value) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Known:
    """A file of the last run: the digest of its bytes, and its summary."""

    sha256: str
    summary: Summary


def _frozen(value: Any) -> Any:
    """Return lists as tuples, as deep as they go."""
    return tuple(_frozen(entry) for entry in value) if isinstance(value, list) else value
