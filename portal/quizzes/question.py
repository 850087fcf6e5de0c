"""One section of a quiz file to a question: its heading, its kind, its texts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from portal.content.compile.problems import Problems
from portal.quizzes.answers.gaps import has_gaps
from portal.quizzes.kinds import Kind
from portal.quizzes.parts import Difficulty, Question, Void
from portal.quizzes.recognising import check_words, kind_of
from portal.quizzes.source.blocks import Code, blocks_of
from portal.quizzes.source.form import Form
from portal.quizzes.source.heading import Heading, concepts_of, points_of, read_heading
from portal.quizzes.source.markup import Markup
from portal.quizzes.source.sections import Section
from portal.quizzes.vars.fill import WRITTEN, filled
from portal.quizzes.vars.language import Faulty
from portal.quizzes.vars.read import Lines, read_variables
from portal.quizzes.vars.values import VARIANTS

MOST_SLOTS = 100
MOST_ALERTS = 10


def read_question(section: Section, markup: Markup, taken: set[str]) -> Question | None:
    """Read one question; None when its kind or answer cannot be made out. ``taken`` are the ids so far."""
    problems = markup.problems
    before = len(problems)
    heading, form, variables = open_form(section, markup, taken)
    markup = form.markup
    hints, notes = _alerts(form, "TIP"), _alerts(form, "NOTE")
    kind = kind_of(form)
    if kind is None:
        return None
    check_words(form, kind)
    spec = kind.parse(form)
    if spec is None:
        return None
    question = Question(
        id=form.id,
        kind=kind.slug,
        title=heading.title,
        title_html=markup.inline(heading.title, heading.line),
        prompt_html=form.take_task(),
        points=points_of(heading, problems) or kind.points(spec),
        difficulty=_difficulty(form),
        concepts=concepts_of(heading, problems),
        void=_void(form),
        hints=hints,
        explanation_html="\n".join(notes),
        spec=spec,
        variables=variables,
        source=section.text,
        line=section.line,
    )
    if len(problems) == before:
        _try(question, kind, problems)
    return question


def _alerts(form: Form, name: str) -> tuple[str, ...]:
    """Return the hints or the explanations as HTML."""
    alerts = form.take_alerts(name)
    if len(alerts) > MOST_ALERTS:
        form.wrong(f"{len(alerts)} blocks of [!{name}]", f"at most {MOST_ALERTS}")
    return tuple(form.markup.block(alert.body, alert.line + 1) for alert in alerts[:MOST_ALERTS])


def open_form(section: Section, markup: Markup, taken: set[str]) -> tuple[Heading, Form, Lines]:
    """Return the heading of a section, its blocks as a form, and its variables."""
    problems = markup.problems
    title, _, body = section.text.replace("\r\n", "\n").partition("\n")
    heading = read_heading(title, section.line, taken, problems)
    if has_gaps(heading.title):
        problems.add(
            section.line, "a gap in a heading", "gaps in the text below; `\\[[` for brackets that are none"
        )
    blocks = blocks_of(body, section.line + 1, problems)
    variables = _variables(blocks, heading.attributes.id, problems)
    if variables and len(WRITTEN.findall(body)) > MOST_SLOTS:
        problems.add(section.line, f"more than {MOST_SLOTS} expressions", "fewer `{{ … }}`")
        variables = ()
    markup = replace(markup, names=frozenset(name for name, _ in variables))
    return (
        heading,
        Form(heading, [block for block in blocks if not _is_variables(block)], markup, problems),
        variables,
    )


def _is_variables(block: object) -> bool:
    return isinstance(block, Code) and block.role == "vars"


def _variables(blocks: list[Any], question: str, problems: Problems) -> Lines:
    """Read the block of variables, of which there may be one."""
    found = [block for block in blocks if _is_variables(block)]
    for block in found[1:]:
        problems.add(block.line, "a second vars block", "one")
    return read_variables(found[0].fence, question, problems) if found else ()


def _difficulty(form: Form) -> Difficulty:
    if "easy" in form.classes:
        return "easy"
    return "hard" if "hard" in form.classes else "medium"


def _void(form: Form) -> Void:
    if "void" not in form.classes:
        return ""
    return "full" if form.classes["void"] == "full" else "out"


def _try(question: Question, kind: Kind[Any], problems: Problems) -> None:
    """Fill the slots of every variant and look for flaws; one message is enough."""
    for seed in VARIANTS if question.variables else VARIANTS[:1]:
        try:
            flaw = kind.flaw(filled(question, seed).spec)
        except Faulty as faulty:
            flaw = str(faulty)
        if flaw:
            where = f" (with seed {seed})" if question.variables else ""
            problems.add(
                question.line, f"{flaw}{where}", "values that hold for every seed" if where else "each once"
            )
            return
