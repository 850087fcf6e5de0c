"""Find circles among things that need one another."""

from collections.abc import Mapping, Sequence


def circles(needs: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Return the circles in ``needs`` (what each name needs), each once and beginning with its first name.

    Names that nobody describes are passed over. Two circles that share a part may be reported as one.
    """
    done: set[str] = set()
    found: list[list[str]] = []
    for start in sorted(needs):
        path: list[str] = []
        places: dict[str, int] = {}
        todo = [(start, False)]
        while todo:
            name, leave = todo.pop()
            if leave:
                places.pop(path.pop())
                done.add(name)
            elif name in places:
                found.append(_from_first(path[places[name] :]))
            elif name not in done:
                places[name] = len(path)
                path.append(name)
                todo.append((name, True))
                todo.extend((need, False) for need in reversed(needs[name]) if need in needs)
    return found


def _from_first(circle: list[str]) -> list[str]:
    """Turn a circle so that its first name in order comes first."""
    at = circle.index(min(circle))
    return circle[at:] + circle[:at]
