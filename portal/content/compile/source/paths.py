"""Which file of the curriculum is what, by its path alone."""

import re
from typing import Literal

Kind = Literal[
    "plan", "facts", "data", "track", "milestone", "lesson", "quiz", "picture", "drawing", "solution"
]  # fmt: skip

SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
_NAME = r"\d{2,4}-[a-z0-9]+(?:-[a-z0-9]+)*"
_FILE = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_ASSETS = rf"{_NAME}/(?:{_NAME}/)?assets/{_FILE}"
_KINDS: list[tuple[Kind, re.Pattern[str]]] = [
    ("lesson", re.compile(rf"{_NAME}/{_NAME}/{_NAME}\.md")),
    ("plan", re.compile(r"plan\.yml")),
    ("facts", re.compile(r"facts\.yml")),
    ("data", re.compile(rf"data/{_FILE}")),
    ("track", re.compile(rf"{_NAME}/track\.md")),
    ("milestone", re.compile(rf"{_NAME}/milestone\.md")),
    ("quiz", re.compile(rf"{_NAME}/{_NAME}/{_NAME}\.quiz\.md")),
    ("drawing", re.compile(rf"{_ASSETS}\.svg")),
    ("picture", re.compile(rf"{_ASSETS}\.(?:png|jpg|jpeg|webp|gif)")),
    ("solution", re.compile(rf"{_NAME}/{_NAME}/{_NAME}/(?:{_FILE}/)*{_FILE}")),
]
ALLOWED = (
    "plan.yml, facts.yml, data/…, <NN-track>/track.md and milestone.md, <NN-track>/<NN-module>/<NN-slug>.md "
    "and .quiz.md, assets/….svg .png .jpg .jpeg .webp .gif, <NN-slug>/… beside a lesson"
)


def kind_of(path: str) -> Kind | None:
    """Return what the file at ``path`` is, or None when the curriculum has no such files."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(path)), None)
