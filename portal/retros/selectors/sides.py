"""Two sets of words on one week, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.notes.rules import merged, tidy
from portal.retros.models import Words
from portal.retros.rules.candidates import ASKED


@dataclass(frozen=True, slots=True)
class Side:
    """One question: the text saved elsewhere, the one that was sent, and one made of both."""

    name: str
    title: str
    saved: str
    sent: str
    both: str

    @property
    def differs(self) -> bool:
        """Return whether there is anything to choose."""
        return self.saved != self.sent


def sides_of(stored: Words, texts: Mapping[str, str]) -> list[Side]:
    """Return each question with both texts."""
    found = []
    for name, title in ASKED.items():
        saved, sent = stored.texts[name], tidy(texts.get(name, "")).strip()
        found.append(Side(name, title, saved, sent, saved if saved == sent else merged(saved, sent)))
    return found
