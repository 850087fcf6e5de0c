"""One node of YAML to one value, or ``Unfit`` with what is wrong and what is allowed."""

import re
from datetime import date

from portal.content.compile.matter.nodes import Mapping, Node, Scalar, Sequence
from portal.content.compile.matter.shapes import Shape
from portal.content.compile.source.text import FORBIDDEN, name_of

_NAMES = {
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
    "date": "a date",
}


class Unfit(Exception):
    """The node is not what it should be; ``wrong`` continues a sentence that begins with the key."""

    def __init__(self, wrong: str, allowed: str) -> None:
        """Keep the two halves of the message."""
        super().__init__(wrong)
        self.wrong = wrong
        self.allowed = allowed


def text(node: Node, limit: int) -> str:
    """Return one line of at most ``limit`` characters."""
    if not isinstance(node, Scalar):
        raise Unfit(f"is {shown(node)}", "text")
    if node.kind == "null" or not node.text.strip():
        raise Unfit("is empty", "one line of text")
    if node.kind != "str":
        raise Unfit(f"is read as {_NAMES.get(node.kind, node.kind)}", f'put it in quotes: "{node.text}"')
    if found := FORBIDDEN.search(node.text):
        raise Unfit(f"holds the character {name_of(found[0])}", "printable text only")
    if "\n" in node.text.strip():
        raise Unfit("has more than one line", "one line of text")
    if len(node.text) > limit:
        raise Unfit(f"has {len(node.text)} characters", f"at most {limit}")
    return node.text.strip()


def shaped(node: Node, shape: Shape) -> str:
    """Return a text of a shape; one that YAML would read as a number is taken as it is written."""
    value = node.text if isinstance(node, Scalar) else ""
    if len(value) <= shape.limit and re.fullmatch(shape.pattern, value):
        return value
    raise Unfit(f"is {shown(node)}", shape.allowed)


def choice(node: Node, allowed: tuple[str, ...]) -> str:
    """Return one of the allowed words."""
    if isinstance(node, Scalar) and node.text in allowed:
        return node.text
    raise Unfit(f"is {shown(node)}", f"one of {', '.join(allowed)}")


def number(node: Node, low: int, high: int) -> int:
    """Return a whole number from ``low`` to ``high``."""
    if isinstance(node, Scalar) and node.kind == "int" and re.fullmatch(r"0|[1-9]\d{0,8}", node.text):
        value = int(node.text)
        if low <= value <= high:
            return value
    raise Unfit(f"is {shown(node)}", f"a whole number from {low} to {high}")


def span(node: Node, low: int, high: int) -> tuple[int, int]:
    """Return two whole numbers, from and to."""
    allowed = f"two whole numbers, from and to, between {low} and {high}, such as [3, 4]"
    if not isinstance(node, Sequence) or len(node.items) != 2:
        raise Unfit(f"is {shown(node)}", allowed)
    first, last = (number(item, low, high) for item in node.items)
    if first > last:
        raise Unfit(f"goes from {first} to {last}", allowed)
    return first, last


def day(node: Node) -> date:
    """Return a day."""
    try:
        return date.fromisoformat(node.text if isinstance(node, Scalar) and len(node.text) == 10 else "")
    except ValueError:
        raise Unfit(f"is {shown(node)}", "a date such as 2026-11-22") from None


def shown(node: Node) -> str:
    """Return how a message names a value."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return f"a list of {len(node.items)}"
    if node.kind == "null":
        return "empty"
    value = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", node.text).replace("\n", " ")
    return repr(value if len(value) <= 60 else f"{value[:57]}…")
