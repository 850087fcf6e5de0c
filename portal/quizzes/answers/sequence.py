"""Things to bring into order: shown, read and graded."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TypedDict

from portal.quizzes.answers.posted import Field, Response, response_of
from portal.quizzes.dice import Dice
from portal.quizzes.parts import Grade, Part


class Piece(TypedDict):
    """One thing to be placed. ``text`` is as written, ``html`` rendered."""

    key: str
    text: str
    html: str


def shown(pieces: list[Piece], dice: Dice) -> list[dict[str, str]]:
    """Return the pieces in an order that depends on their keys and the dice, never on their right places."""
    ordered = dice.shuffled(sorted(pieces, key=lambda piece: piece["key"]))
    return [
        {"key": piece["key"], "html": piece["html"], "name": f"place-{piece['key']}"} for piece in ordered
    ]


def placed(pieces: list[Piece]) -> list[dict[str, str]]:
    """Return the pieces in their right order."""
    return [{"key": piece["key"], "html": piece["html"]} for piece in pieces]


def fields_of(pieces: list[Piece]) -> dict[str, Field]:
    """Return the field for the whole order and, for pages without a script, one for each place."""
    keys = tuple(piece["key"] for piece in pieces)
    places = tuple(str(place) for place in range(1, len(keys) + 1))
    return {"order": Field(among=keys, many=True), **{f"place-{key}": Field(among=places) for key in keys}}


def read(pieces: list[Piece], data: object) -> Response:
    """Return ``{"order": keys}``, made from the places when no order is posted; equal places go by key."""
    response = response_of(fields_of(pieces), data)
    if "order" in response:
        return {"order": response["order"]}
    places = [(int(values[0]), name.removeprefix("place-")) for name, values in response.items()]
    return {"order": [key for _, key in sorted(places)]} if places else {}


def graded(right: list[Piece], others: list[Piece], response: Response) -> Grade:
    """Give the share of right neighbours, less a share for each piece that does not belong.

    Equal texts stand for each other. A piece counts as right when the text at its place is.
    """
    texts = {piece["key"]: piece["text"] for piece in [*right, *others]}
    given = [key for key in response.get("order", []) if key in texts]
    wanted = [piece["text"] for piece in right]
    found = [texts[key] for key in given]
    parts = tuple(
        Part(key, "right" if at < len(wanted) and wanted[at] == texts[key] else "wrong")
        for at, key in enumerate(given)
    )
    return Grade(neighbours(wanted, found), parts)


def neighbours(wanted: list[str], found: list[str]) -> float:
    """Return 1.0 for the same order, else the share of neighbours that are some in ``wanted``, below 1.0."""
    if wanted == found:
        return 1.0
    together = Counter(pairwise(wanted)) & Counter(pairwise(found))
    strangers = sum(text not in wanted for text in found)
    count = len(wanted)
    share = sum(together.values()) / max(count - 1, 1) - strangers / count
    return max(0.0, min(share, 1 - 1 / count))
