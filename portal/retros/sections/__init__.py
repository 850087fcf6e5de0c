"""The sections of a retrospective: one module each, found by the registry, and one template of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.core.registry import Registry
from portal.retros.rules.facts import WeekFacts

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measure:
    """The one figure of a section that stands at the top and is compared with earlier weeks.

    ``value`` is None when there is none this week; ``text`` and ``small`` say it, ``label`` what it is.
    """

    value: float | None
    text: str
    small: str
    label: str


class Section:
    """A section of the page.

    ``compute`` makes its figures, values of JSON, of the week alone; the same facts give the same figures. ``place`` is
    ``left``, ``right`` or ``below``, ``rank`` its order there. Stored figures may be of an older version of the
    section, so what reads them asks with ``get``.
    """

    slug: str
    label: str
    place: str = "below"
    rank: int = 0

    def compute(self, week: WeekFacts) -> Figures:
        """Return the figures of a week."""
        raise NotImplementedError

    def measure(self, figures: Mapping[str, Any]) -> Measure | None:
        """Return the figure for the top of the page, if the section has one."""
        return None

    def drawn(self, figures: Mapping[str, Any]) -> object:
        """Return what the template draws besides the figures."""
        return None

    def lines(self, figures: Mapping[str, Any]) -> Iterable[str]:
        """Return the figures as lines of Markdown; none leave the section out."""
        raise NotImplementedError

    @property
    def template(self) -> str:
        """Return the template of the section."""
        return f"retros/sections/{self.slug}.html"


sections: Final[Registry[Section]] = Registry(__name__)


def in_order() -> list[Section]:
    """Return the sections as the page has them."""
    places = ("left", "right", "below")
    return sorted(sections, key=lambda section: (places.index(section.place), section.rank, section.slug))


def figures_of(week: WeekFacts) -> Figures:
    """Return the figures of every section, by its slug."""
    return {section.slug: section.compute(week) for section in sections}
