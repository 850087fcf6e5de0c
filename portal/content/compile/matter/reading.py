"""YAML, strictly: no anchors, aliases, tags or merge keys, no duplicate keys, bounded in size and depth.

The text is read as a stream of events, and the first forbidden one ends the reading. Nothing is ever
expanded, so a few lines that would grow to gigabytes cost as much as a few lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import yaml
from yaml.resolver import Resolver

from portal.content.compile.matter.nodes import Mapping, Node, Scalar, Sequence
from portal.content.compile.problems import Problems

MAX_DEPTH = 8
MAX_NODES = 20_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = Resolver()
_KINDS = {"timestamp": "date"}


class _Refused(Exception):
    """The text cannot be read on from ``line``."""

    def __init__(self, line: int, wrong: str, allowed: str) -> None:
        super().__init__(wrong)
        self.problem = (line, wrong, allowed)


def read_yaml(text: str, problems: Problems, first_line: int = 1) -> Mapping | None:
    """Return the mapping that ``text`` is, or None after adding a problem; duplicate keys are problems, the
    first wins.

    ``first_line`` is the line number of the first line of ``text`` in its file.
    """
    try:
        node = _Reader(text, problems, first_line).document()
    except _Refused as refused:
        problems.add(*refused.problem)
        return None
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        problems.add(
            line,
            f"this is not YAML: {error.problem}",
            "quote a value that holds `: `, ` #` or begins with a sign",
        )
        return None
    except yaml.YAMLError as error:
        problems.add(first_line, f"this is not YAML: {str(error).splitlines()[0]}", "plain text")
        return None
    if not isinstance(node, Mapping):
        problems.add(first_line, "no keys here", "`key: value` on each line")
        return None
    return node


class _Reader:
    """Builds nodes from the events of one text."""

    def __init__(self, text: str, problems: Problems, first_line: int) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_LOADER)
        self.problems = problems
        self.first_line = first_line
        self.nodes = 0

    def document(self) -> Node | None:
        """Read the one document there may be."""
        root: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    raise _Refused(
                        self.line(event), "a second document", "one document a file, without `---` inside"
                    )
                root = self.node(event, 1)
        return root

    def line(self, event: yaml.Event) -> int:
        """Return the line in the file on which ``event`` starts."""
        mark = event.start_mark
        return self.first_line + (mark.line if mark else 0)

    def node(self, event: yaml.Event, depth: int) -> Node:
        """Return the node that ``event`` opens, reading on to its end."""
        self.check(event, depth)
        line = self.line(event)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, _kind(event), line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(list(self.items(depth)), line)
        return self.mapping(line, depth)

    def check(self, event: yaml.Event, depth: int) -> None:
        """Refuse what is never allowed."""
        self.nodes += 1
        line = self.line(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if self.nodes > MAX_NODES:
            raise _Refused(line, "too many values", f"at most {MAX_NODES:,} in a file")
        if depth > MAX_DEPTH:
            raise _Refused(line, "nested too deeply", f"at most {MAX_DEPTH} levels")
        if anchor is not None:
            sign = "the alias *" if isinstance(event, yaml.AliasEvent) else "the anchor &"
            raise _Refused(line, f"{sign}{anchor}", "the value itself; anchors and aliases are not read")
        if tag is not None:
            raise _Refused(line, f"the tag {tag}", "a plain value; tags are not read")

    def items(self, depth: int) -> Iterator[Node]:
        """Yield the entries of a list up to its end."""
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, depth + 1)

    def mapping(self, line: int, depth: int) -> Mapping:
        """Read keys and values up to the end of the mapping."""
        found = Mapping(line)
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self.check(event, depth + 1)
            key = self.key(event)
            value = self.node(next(self.events), depth + 1)
            if key in found.entries:
                self.problems.add(
                    self.line(event),
                    f"the key {key!r} for the second time",
                    f"once; first in line {found.lines[key]}",
                )
                continue
            found.entries[key], found.lines[key] = value, self.line(event)
        return found

    def key(self, event: yaml.Event) -> str:
        """Return the key that ``event`` is."""
        line = self.line(event)
        if not isinstance(event, yaml.ScalarEvent) or not event.value:
            raise _Refused(line, "a key that is not a word", "`key: value`")
        if event.value == "<<" and event.implicit[0]:
            raise _Refused(line, "the merge key <<", "write the keys out; merge keys are not read")
        return str(event.value)


def _kind(event: yaml.ScalarEvent) -> str:
    """Return what YAML takes the value for; a quoted one is a ``str``."""
    if not event.implicit[0]:
        return "str"
    resolve: Callable[[type, str, tuple[bool, bool]], str] = _RESOLVER.resolve
    tag = resolve(yaml.ScalarNode, event.value, (True, False))
    name = tag.rpartition(":")[2]
    return _KINDS.get(name, name)
