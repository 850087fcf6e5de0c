"""Questions as JSON for a column, and back."""

from dataclasses import asdict, fields
from typing import Any

from portal.quizzes.parts import Question


def dumped(question: Question) -> dict[str, Any]:
    """Return a question as JSON, right answers included: for the database, never for a page."""
    return asdict(question)


def loaded(data: dict[str, Any]) -> Question:
    """Return the question that ``dumped`` gave, also after its tuples have become lists."""
    values = {field.name: data[field.name] for field in fields(Question)}
    for name in ("concepts", "hints"):
        values[name] = tuple(values[name])
    return Question(**values | {"variables": tuple((name, text) for name, text in values["variables"])})
