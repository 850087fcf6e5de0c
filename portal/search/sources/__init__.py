"""What can be found: one module each, found by the registry; nothing else is edited to add one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

from portal.core.registry import Registry
from portal.index.selectors import Hit
from portal.index.services import Thing


class Source(Protocol):
    """Things of one kind. ``slug`` is their kind in the index; ``open`` says whether strangers may find them."""

    slug: str
    label: str
    plural: str
    open: bool

    def stamps(self) -> dict[str, str]:
        """Return what each thing that can be found is made from, by its ref."""

    def things(self, refs: Collection[str]) -> dict[str, Thing]:
        """Return what the index shall hold of these; a ref that is gone is left out."""

    def address(self, hit: Hit) -> str:
        """Return where a hit leads."""


sources: Final = Registry[Source](__name__)
