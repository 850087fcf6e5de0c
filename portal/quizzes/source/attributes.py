"""``{#id .class key=value}`` behind a heading or an option."""

import re
from dataclasses import dataclass, field

from portal.content.compile.problems import Problems

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_BEGIN = re.compile(r"[#.]|[a-z]+=")
_WORD = re.compile(r'(?P<sign>[#.]?)(?P<name>[\w-]+)(?:=(?P<value>"[^"]*"|[^\s"]+))?')


@dataclass(frozen=True, slots=True)
class Attributes:
    """The words between the braces. A class may have a value, ``.void=full``; else it maps to ``""``."""

    id: str = ""
    classes: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def split_attributes(text: str) -> tuple[str, str]:
    """Return ``text`` without the braces at its end, and what stands between them (empty without any)."""
    text = text.rstrip()
    before, brace, inside = text[:-1].rpartition("{") if text.endswith("}") else ("", "", "")
    inside = inside.strip()
    return (before.rstrip(), inside) if brace and _BEGIN.match(inside) else (text, "")


def read_attributes(inside: str, line: int, problems: Problems) -> Attributes:
    """Read the words between braces; what cannot be read, or stands there twice, is a problem."""
    name = ""
    classes: dict[str, str] = {}
    values: dict[str, str] = {}
    for word in re.findall(r'(?:"[^"]*"|[^\s"])+', inside):
        found = _WORD.fullmatch(word)
        if found is None or (not found["sign"] and found["value"] is None):
            problems.add(line, f"{word!r} between the braces", "#id, .class or key=value")
            continue
        value = (found["value"] or "").strip('"')
        if found["sign"] == "#":
            if name:
                problems.add(line, f"a second id, {found['name']!r}", "one id")
            name = name or word[1:]
            continue
        into = classes if found["sign"] else values
        if found["name"] in into:
            problems.add(line, f"{found['name']!r} twice between the braces", "once")
        into[found["name"]] = value
    return Attributes(name, classes, values)
