"""The characters of GIFT: what stands for something is escaped, and a text may say which format it is in."""

import html
import re

_FORMAT = re.compile(r"[ \t]*\[(html|moodle|plain|markdown)\]")
_SPECIAL = re.compile(r"[\\~=#{}:]")
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_HELD = {sign: chr(0xE010 + at) for at, sign in enumerate("\\~=#{}:n")}
_FREED = {held: "\n" if sign == "n" else sign for sign, held in _HELD.items()}
_MARKS = re.compile(r"([\\`*_\[\]<>|~])|^([ \t]*)([-+#]|\d+[.)])(?=\s)", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|tr|pre|h\d)>", re.IGNORECASE)
_SHOWN = re.compile(r"<(img|audio|video|iframe|object|svg|table)\b", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


class Unfit(Exception):
    """The other format has no words for it; the text says for what."""


def escaped(text: str) -> str:
    """Return ``text`` on one line, with a backslash before every sign of GIFT."""
    plain = _SPECIAL.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")
    return f"[markdown]{plain}" if _FORMAT.match(plain) else plain


def hold(text: str) -> str:
    """Return ``text`` with private characters for what is escaped, so that bare signs can be looked for."""
    return _ESCAPE.sub(lambda found: _HELD[found[1]], text)


def free(text: str) -> str:
    """Return a piece of held text as it was meant."""
    return "".join(_FREED.get(sign, sign) for sign in text)


def to_markdown(text: str, default: str) -> str:
    """Return a piece of held text as Markdown; ``default`` is the format of one that names none.

    Of HTML the words are kept; what would be lost without a trace, such as a picture, raises ``Unfit``.
    """
    found = _FORMAT.match(text)
    name = found[1] if found else default
    text = free(text[found.end() :] if found else text)
    if name == "markdown":
        return text
    if name == "html":
        if shown := _SHOWN.search(text):
            raise Unfit(f"HTML with <{shown[1].lower()}>")
        text = html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\u00a0", " ")
    text = re.sub(r"\n[ \t]+", "\n", text)  # an indented line would be code
    return _as_it_is(text)


def name_to_markdown(name: str, default: str) -> str:
    """Return the held name of a question as Markdown; it never names a format of its own."""
    return free(name) if default == "markdown" else _as_it_is(free(name))


def _as_it_is(text: str) -> str:
    """Return Markdown that shows ``text``."""
    return _MARKS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def format_of(text: str) -> str:
    """Return the format a question names, ``moodle`` without one."""
    found = _FORMAT.match(text)
    return found[1] if found else "moodle"
