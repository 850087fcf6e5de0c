"""Templates drawn once for the same values, with holes for what is a reader's own.

A page that is read often is mostly the same each time. ``draw`` keeps what a template makes of given values, and those
values are the whole key, so nothing has to be forgotten when something changes. What differs between readers (their
name, their ticks, the prose) is a hole, filled by ``Drawn.fill``; what differs with every request, the token and the id
of each form, stays a hole until ``Drawn.forms`` fills it last.
"""

from functools import lru_cache
from hashlib import sha256
from secrets import token_hex
from typing import Final
from uuid import uuid4

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

MARK: Final = f"\N{SYMBOL FOR NULL}{token_hex(8)}:"  # nobody can write one: it is new in each process


class Holes:
    """Gives each hole asked for: ``{{ hole.name }}``."""

    def __getitem__(self, name: str) -> SafeString:
        """Return the mark of one hole."""
        return mark_safe(f"{MARK}{name}{MARK}")  # noqa: S308 - a constant of this process and a name of ours


class Drawn:
    """A drawn template: pieces of text, every second one the name of a hole."""

    def __init__(self, html: str) -> None:
        """Cut the text at its holes."""
        self.pieces = html.split(MARK)

    def fill(self, **values: str) -> SafeString:
        """Return the text with ``values`` in their holes, escaped unless safe; other holes stay what they are."""
        safe = {name: conditional_escape(value) for name, value in values.items()}
        pieces = self.pieces.copy()
        pieces[1::2] = [safe.get(name, f"{MARK}{name}{MARK}") for name in pieces[1::2]]
        return mark_safe("".join(pieces))  # noqa: S308 - drawn by a template, filled with safe text

    def forms(self, token: str) -> SafeString:
        """Return the text with ``token`` and a new id in each form; ``KeyError`` if another hole is still open."""
        pieces = self.pieces.copy()
        pieces[1::2] = [{"token": token, "request": uuid4().hex}[name] for name in pieces[1::2]]
        return mark_safe("".join(pieces))  # noqa: S308 - drawn by a template, filled with our own

    def digest(self, *more: object) -> str:
        """Return what tells this text, and ``more``, from any other; the same in every process."""
        said = "\0".join([*self.pieces, *map(str, more)])
        return sha256(said.encode()).hexdigest()[:32]


def draw_anew(template: str, **values: object) -> Drawn:
    """Return what ``template`` makes of ``values`` alone; it sees no request, but ``hole`` and a token that is one."""
    holes = Holes()
    return Drawn(render_to_string(template, {**values, "hole": holes, "csrf_token": holes["token"]}))


draw: Final = lru_cache(maxsize=4096)(draw_anew)
"""Draw a piece of a page: about a kilobyte each."""

draw_whole: Final = lru_cache(maxsize=512)(draw_anew)
"""Draw a whole page: about ten kilobytes each."""
