"""A list as HTML."""

from collections.abc import Iterable


def listed(items: Iterable[str], tag: str = "ul") -> str:
    """Return ``items``, which are HTML, as the points of one list."""
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
