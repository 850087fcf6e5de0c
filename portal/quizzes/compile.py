"""A quiz file to frozen values, or a list of problems. Pure: no Django, no database, no clock."""

from __future__ import annotations

from collections.abc import Callable

from portal.content.compile.matter.front import read_document
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.quizzes.matter import Matter, check_matter, read_matter
from portal.quizzes.parts import Question, QuizFile
from portal.quizzes.question import read_question
from portal.quizzes.source.markup import Markup, nowhere
from portal.quizzes.source.sections import Section, sections_of
from portal.quizzes.vars.fill import PRIVATE

MOST_QUESTIONS = 200


def compile_quiz(
    path: str, text: str, find: Callable[[str], Place | None] = nowhere
) -> tuple[QuizFile | None, Problems]:
    """Compile the text of the quiz at ``path``; None when the front matter cannot be read.

    ``find`` answers what stands at a path of the curriculum, for pictures and links. With problems, the quiz
    is good for looking at and for nothing else.
    """
    problems = Problems(path)
    _check_characters(text, problems)
    document = read_document(text.replace("\r\n", "\n"), problems)
    if document is None:
        return None, problems
    matter = read_matter(document.fields)
    markup = Markup(path, problems, find)
    head, *sections = sections_of(text, document.first_line)
    intro = _intro(head, document.first_line, matter, markup)
    questions = _questions(sections, markup, document.first_line)
    check_matter(document.fields, matter, [question.id for question in questions])
    return _quiz(path, matter, intro, questions, head, markup), problems


def _quiz(
    path: str, matter: Matter, intro: str, questions: tuple[Question, ...], head: Section, markup: Markup
) -> QuizFile:
    """Put the parts together."""
    return QuizFile(
        path=path,
        id=matter.id,
        title=matter.title,
        pass_mark=matter.pass_mark,
        draw=matter.draw,
        shuffle_questions="questions" in matter.shuffle,
        shuffle_options="options" in matter.shuffle,
        feedback=matter.feedback,
        review=matter.review,
        dataset=matter.dataset,
        aliases=matter.aliases,
        intro_html=intro,
        questions=questions,
        head=head.text,
        targets=tuple(markup.targets),
    )


def _check_characters(text: str, problems: Problems) -> None:
    """Note the characters that mark slots; no text of an author may hold them."""
    if PRIVATE.search(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if found := PRIVATE.search(line):
                problems.add(number, f"the character U+{ord(found[0]):04X}", "printable text only")


def _intro(head: Section, first_line: int, matter: Matter, markup: Markup) -> str:
    """Return what stands before the first question as HTML, without the title, which must be the quiz's."""
    lines = head.text.replace("\r\n", "\n").split("\n")[first_line - 1 :]
    for at, line in enumerate(lines):
        if line.startswith("# "):
            if matter.title and line[2:].strip() != matter.title:
                markup.problems.add(
                    first_line + at, f"the heading {line[2:].strip()!r}", f"`# {matter.title}`"
                )
            lines[at] = ""
        if line.strip():
            break
    return markup.block("\n".join(lines), first_line)


def _questions(sections: list[Section], markup: Markup, first_line: int) -> tuple[Question, ...]:
    """Return the questions that could be read."""
    if not sections:
        markup.problems.add(first_line, "a quiz without questions", "`## Question {#id}`, then its answer")
    if len(sections) > MOST_QUESTIONS:
        markup.problems.add(
            sections[MOST_QUESTIONS].line, f"{len(sections)} questions", f"at most {MOST_QUESTIONS}"
        )
    taken: set[str] = set()
    found = [read_question(section, markup, taken) for section in sections[:MOST_QUESTIONS]]
    return tuple(question for question in found if question is not None)
