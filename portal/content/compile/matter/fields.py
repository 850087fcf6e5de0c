"""Typed reading of a mapping: each method takes a key, returns a value, and notes what is wrong instead of
failing.

What cannot be read becomes a problem and an empty value, so that all faults of a file are found in one run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TypeVar

from portal.content.compile.matter import values
from portal.content.compile.matter.nodes import Mapping, Node, Sequence
from portal.content.compile.matter.shapes import ADDRESS, ID, Shape
from portal.content.compile.matter.values import Unfit, shown
from portal.content.compile.problems import Problems

Value = TypeVar("Value")
Line = tuple[str, int]


class Fields:
    """The keys of one mapping. Every key that a method asked for is allowed; ``close`` reports the others."""

    def __init__(self, mapping: Mapping, problems: Problems, where: str = "") -> None:
        """Read ``mapping``; ``where`` names it in messages, when it is not the file itself."""
        self.mapping = mapping
        self.problems = problems
        self.where = f" in {where}" if where else ""
        self.asked: dict[str, None] = {}

    def line(self, key: str) -> int:
        """Return the line of ``key``, or of the mapping when it is not there."""
        return self.mapping.lines.get(key, self.mapping.line)

    def has(self, key: str) -> bool:
        """Return whether the key is written, with or without a value."""
        return key in self.mapping.entries

    def text(self, key: str, *, limit: int = 160, optional: bool = False) -> str:
        """Return one line of text of at most ``limit`` characters."""
        return self._read(key, partial(values.text, limit=limit), "", "text", optional)

    def shaped(self, key: str, shape: Shape = ID, *, optional: bool = False) -> str:
        """Return a text of a shape, such as an id."""
        return self._read(key, partial(values.shaped, shape=shape), "", shape.allowed, optional)

    def address(self, key: str, *, optional: bool = False) -> str:
        """Return an https address."""
        return self.shaped(key, ADDRESS, optional=optional)

    def choice(self, key: str, allowed: tuple[str, ...], *, optional: bool = False) -> str:
        """Return one of the allowed words."""
        words = f"one of {', '.join(allowed)}"
        return self._read(key, partial(values.choice, allowed=allowed), "", words, optional)

    def number(self, key: str, low: int, high: int, *, optional: bool = False) -> int:
        """Return a whole number from ``low`` to ``high``."""
        return self._read(key, partial(values.number, low=low, high=high), 0, "a whole number", optional)

    def span(self, key: str, low: int, high: int) -> tuple[int, int]:
        """Return two whole numbers, from and to."""
        return self._read(key, partial(values.span, low=low, high=high), (0, 0), "[from, to]")

    def day(self, key: str) -> date | None:
        """Return a day."""
        return self._read(key, values.day, None, "a date such as 2026-11-22")

    def texts(self, key: str, low: int, high: int, *, limit: int = 200) -> list[Line]:
        """Return ``low`` to ``high`` lines of text, each with its line number."""
        items = self._list(key, low, high)
        return [
            (self._convert(key, item, partial(values.text, limit=limit), ""), item.line) for item in items
        ]

    def ids(
        self, key: str, shape: Shape = ID, low: int = 0, high: int = 50, *, optional: bool = False
    ) -> list[Line]:
        """Return ids of a shape, each with its line number and none of them twice."""
        found: dict[str, int] = {}
        for item in self._list(key, low, high, optional):
            value = self._convert(key, item, partial(values.shaped, shape=shape), "")
            if value in found:
                self.problems.add(item.line, f"{value!r} twice under {key}{self.where}", "each once")
            elif value:
                found[value] = item.line
        return list(found.items())

    def rows(self, key: str, low: int, high: int, *, optional: bool = False) -> list[Fields]:
        """Return the mappings of a list."""
        rows = []
        for item in self._list(key, low, high, optional):
            if isinstance(item, Mapping):
                rows.append(Fields(item, self.problems, key))
            else:
                self.problems.add(item.line, f"{shown(item)} under {key}", "`- {key: value, …}`")
        return rows

    def row(self, key: str, *, optional: bool = False) -> Fields:
        """Return the mapping under ``key``; one that asks for nothing when it is missing or something
        else."""
        node = self._find(key, optional, "`{key: value, …}`")
        if node is not None and not isinstance(node, Mapping):
            self.wrong(key, f"{key} is {shown(node)}", "`{key: value, …}`")
        return Fields(node if isinstance(node, Mapping) else Mapping(0), self.problems, key)

    def close(self) -> None:
        """Add a problem for every key that nobody asked for."""
        for key, line in self.mapping.lines.items():
            if key not in self.asked:
                shown_key = key if len(key) <= 40 else f"{key[:39]}…"
                self.problems.add(
                    line, f"unknown key {shown_key!r}{self.where}", f"one of {', '.join(self.asked)}"
                )

    def wrong(self, key: str, wrong: str, allowed: str) -> None:
        """Add a problem at the line of ``key``."""
        self.problems.add(self.line(key), f"{wrong}{self.where}", allowed)

    def _find(self, key: str, optional: bool, allowed: str) -> Node | None:
        """Return the node of ``key``; note when it is missing, unless the whole mapping is (its line is
        0)."""
        self.asked[key] = None
        node = self.mapping.entries.get(key)
        if node is None and not optional and self.mapping.line:
            self.problems.add(
                self.mapping.line, f"the key {key} is missing{self.where}", f"`{key}:` and {allowed}"
            )
        return node

    def _list(self, key: str, low: int, high: int, optional: bool = False) -> list[Node]:
        """Return the entries of a list of ``low`` to ``high``."""
        allowed = f"a list of {low} to {high}" if high < 50 else "a list"
        node = self._find(key, optional, allowed)
        if isinstance(node, Sequence):
            if not low <= len(node.items) <= high:
                self.wrong(key, f"{key} has {len(node.items)} entries", allowed)
            return node.items
        if node is not None:
            self.wrong(key, f"{key} is {shown(node)}", allowed)
        return []

    def _read(
        self, key: str, convert: Callable[[Node], Value], empty: Value, allowed: str, optional: bool = False
    ) -> Value:
        """Return the converted value of ``key``, or ``empty``."""
        node = self._find(key, optional, allowed)
        return empty if node is None else self._convert(key, node, convert, empty)

    def _convert(self, key: str, node: Node, convert: Callable[[Node], Value], empty: Value) -> Value:
        """Return the converted node, or ``empty`` and a problem."""
        try:
            return convert(node)
        except Unfit as unfit:
            self.problems.add(node.line, f"{key} {unfit.wrong}{self.where}", unfit.allowed)
            return empty
