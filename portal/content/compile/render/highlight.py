"""Code to HTML with Pygments' short class names; what the style sheet does not colour gets no element."""

from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from portal.content.compile.render.page import quote

PLAIN = frozenset({"text", "output", "csv", "tsv", "log", "env"})
_CLASSES = "k kd kn kr kt kc ow nf nb fm nc s s1 s2 sb sd se si sa m mi mf mh il ld c c1 cm ch o p err gd gi"
CLASSES = frozenset(_CLASSES.split(" "))
_LABELS = {"sql": "SQL", "python": "Python", "bash": "Shell", "sh": "Shell", "console": "Terminal"}


@cache
def _lexer(language: str) -> Lexer | None:
    """Return the lexer of a language; None for plain text and for a language nobody knows."""
    if language in PLAIN:
        return None
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None


def is_known(language: str) -> bool:
    """Return whether code in this language can be shown."""
    return language in PLAIN or _lexer(language) is not None


def label(language: str) -> str:
    """Return the language's name for readers."""
    lexer = _lexer(language)
    return _LABELS.get(language) or (str(lexer.name) if lexer else language.upper())


@cache
def _class(kind: object) -> str:
    """Return the class of a token type: its own or that of the nearest type above it that is coloured, or
    nothing."""
    at = kind
    while at is not None:
        name = STANDARD_TYPES.get(at, "")  # type: ignore[call-overload]
        if name in CLASSES:
            return str(name)
        at = at.parent  # type: ignore[attr-defined]
    return ""


def highlight(code: str, language: str) -> str:
    """Return the inner HTML of a code element, without the last line end."""
    lexer = _lexer(language)
    if lexer is None:
        return quote(code.removesuffix("\n"))
    parts: list[str] = []
    run: list[str] = []
    last = ""
    for kind, text in lexer.get_tokens(code):
        name = _class(kind)
        if name != last and not text.isspace():
            _flush(parts, run, last)
            last = name
        run.append(text)
    _flush(parts, run, last)
    return "".join(parts).removesuffix("\n")


def _flush(parts: list[str], run: list[str], name: str) -> None:
    """Write the collected texts of one class; spaces around them stay outside the element."""
    text = "".join(run)
    run.clear()
    if not name or not text.strip():
        parts.append(quote(text))
        return
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    parts.append(f'{text[:start]}<span class="{name}">{quote(text[start:end])}</span>{text[end:]}')
