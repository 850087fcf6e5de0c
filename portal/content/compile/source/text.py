"""Bytes to text: UTF-8 without the characters that hide or turn what stands beside them."""

import re

from portal.content.compile.problems import Problems

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def text_of(data: bytes, problems: Problems) -> str | None:
    """Return the text with ``\\n`` line ends, or None after adding what makes it unreadable."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(line, f"the byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8")
        return None
    found = FORBIDDEN.search(text)
    if found:
        problems.add(
            text.count("\n", 0, found.start()) + 1,
            f"the character {name_of(found[0])}",
            "printable text only",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def name_of(character: str) -> str:
    """Return how a character that cannot be shown is named to an author."""
    kind = "NUL" if character == "\0" else "a control character"
    if character >= "\u2000":
        kind = "a byte-order mark" if character == "\ufeff" else "it turns the direction of text"
    return f"U+{ord(character):04X} ({kind})"
