"""A quiz: its front matter and the ids of its questions."""

from __future__ import annotations

import re

from portal.content.compile.body import read_body
from portal.content.compile.matter.fields import Fields
from portal.content.compile.matter.front import Document
from portal.content.compile.matter.shapes import CONCEPT, ID, Shape
from portal.content.compile.parts import QuizFile
from portal.content.compile.problems import Problems
from portal.content.compile.render.headings import slugify
from portal.content.compile.summary import Summary

PERCENT = Shape("percentage", r"(?:100|[1-9]?\d)%", "a percentage such as 80%")
_ID = re.compile(r"(.*?)\s*\{#([^\s{}]+)([^{}]*)\}")
_CONCEPTS = re.compile(r'\sconcept=("[^"]*"|\S+)')


def compile_quiz(path: str, document: Document, problems: Problems) -> tuple[QuizFile, Summary]:
    """Check the front matter and the headings; what a question asks is read elsewhere.

    A concept that is not written as one is passed over: whoever reads the questions says so.
    """
    fields = document.fields
    name, title = fields.shaped("id", ID), fields.text("title")
    _check_options(fields)
    fields.close()
    body = read_body(document.body, document.first_line, problems)
    questions: dict[str, int] = {}
    asks: dict[tuple[str, str], int] = {}
    for head in body.heads:
        if head.level != 2:
            continue
        line = body.line(head.at)
        found = _ID.fullmatch(head.title)
        if found is None:
            proposal = slugify(head.title).replace("_", "-").strip("-")[:40].strip("-")
            problems.add(
                line, "a question without an id", f"an id at the end of the heading, such as {{#{proposal}}}"
            )
        elif not re.fullmatch(ID.pattern, found[2]) or len(found[2]) > ID.limit:
            problems.add(line, f"the id {found[2][:60]!r}", ID.allowed)
        elif found[2] in questions:
            allowed = f"an id of its own; first in line {questions[found[2]]}"
            problems.add(line, f"the id {found[2]!r} for the second time", allowed)
        else:
            questions[found[2]] = line
            asks |= dict.fromkeys([(found[2], concept) for concept in _concepts(found[3])], line)
    if not questions and not problems:
        problems.add(document.first_line, "a quiz without questions", "`## The question {#id}`")
    concepts = tuple((concept, line) for (_, concept), line in asks.items())
    return QuizFile(path, name, title, tuple(questions), tuple(asks)), Summary(
        path, "quiz", name, fields.line("id"), title, concepts=concepts
    )


def _concepts(attributes: str) -> list[str]:
    """Return the concepts named between the braces of a heading, each once."""
    found = _CONCEPTS.search(attributes)
    names = found[1].strip('"').split(",") if found else []
    shaped = (name for name in names if len(name) <= CONCEPT.limit and re.fullmatch(CONCEPT.pattern, name))
    return list(dict.fromkeys(shaped))


def _check_options(fields: Fields) -> None:
    """Check the keys a quiz may have; quizzes are played elsewhere."""
    fields.shaped("pass", PERCENT, optional=True)
    fields.number("draw", 1, 200, optional=True)
    fields.ids("shuffle", Shape("word", "questions|options", "questions, options"), optional=True)
    fields.choice("feedback", ("at-once", "at-end"), optional=True)
    fields.choice("review", ("missed", "all", "none"), optional=True)
    fields.shaped("dataset", ID, optional=True)
    aliases = fields.row("aliases", optional=True)
    for old in aliases.mapping.entries:
        aliases.shaped(old, ID)
