"""The front matter of a quiz."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.content.compile.matter.fields import Fields
from portal.content.compile.matter.shapes import ID, Shape

_SHARE = Shape("share", r"(?:100|[1-9]?[0-9])%", "a share such as 80%")
_COUNT = Shape("count", r"[1-9][0-9]{0,2}", "a whole number from 1 to 999")
_SHUFFLED = Shape("what to shuffle", "questions|options", "questions, options or both")


@dataclass(frozen=True, slots=True)
class Matter:
    """What the front matter says, with the defaults where it says nothing."""

    id: str
    title: str
    pass_mark: float
    draw: int | None
    shuffle: frozenset[str]
    feedback: Any
    review: Any
    dataset: str
    aliases: dict[str, str]


def read_matter(fields: Fields) -> Matter:
    """Read every key; what is wrong goes to the problems of ``fields``."""
    share = fields.shaped("pass", _SHARE, optional=True) or "80%"
    draw = fields.shaped("draw", _COUNT, optional=True)
    matter = Matter(
        id=fields.shaped("id", ID),
        title=fields.text("title", limit=120),
        pass_mark=int(share.removesuffix("%")) / 100,
        draw=int(draw) if draw else None,
        shuffle=frozenset(name for name, _ in fields.ids("shuffle", _SHUFFLED, 0, 2, optional=True)),
        feedback=fields.choice("feedback", ("at-once", "at-end"), optional=True) or "at-once",
        review=fields.choice("review", ("missed", "all", "none"), optional=True) or "missed",
        dataset=fields.shaped("dataset", ID, optional=True),
        aliases=_aliases(fields),
    )
    fields.close()
    return matter


def _aliases(fields: Fields) -> dict[str, str]:
    """Return the old ids of questions with the new ones; the key may be missing."""
    aliases = fields.row("aliases", optional=True)
    return {old: aliases.shaped(old, ID) for old in aliases.mapping.entries}


def check_matter(fields: Fields, matter: Matter, ids: list[str]) -> None:
    """Compare what the front matter says with the questions there are."""
    if matter.draw is not None and matter.draw > len(ids):
        fields.wrong("draw", f"draw: {matter.draw} of {len(ids)} questions", f"1 to {len(ids)}")
    for old, new in matter.aliases.items():
        if old in ids:
            fields.wrong(
                "aliases", f"the alias {old!r} is the id of a question", "an id that is no longer used"
            )
        if new and new not in ids:
            fields.wrong(
                "aliases", f"the alias {old!r} leads to {new!r}, which is no question", "the id of a question"
            )
