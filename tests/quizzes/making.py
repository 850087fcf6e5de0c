"""Quizzes for tests, made from the Markdown of their questions."""

from portal.content.compile.problems import Problems
from portal.quizzes.compile import compile_quiz
from portal.quizzes.parts import Question, QuizFile

HEAD = "---\nid: quiz\ntitle: Quiz\n---\n\n"


def make_text(*questions: str, head: str = HEAD) -> str:
    """Return the text of a quiz file."""
    return head + "\n".join(question.strip("\n") + "\n" for question in questions)


def make_quiz(*questions: str, head: str = HEAD) -> QuizFile:
    """Return a compiled quiz; fails when there is a problem with it."""
    quiz, problems = compile_quiz("quiz.quiz.md", make_text(*questions, head=head))
    assert [str(problem) for problem in problems] == []
    assert quiz is not None
    return quiz


def make_question(markdown: str) -> Question:
    """Return one compiled question."""
    (question,) = make_quiz(markdown).questions
    return question


def problems_of(*questions: str, head: str = HEAD) -> list[str]:
    """Return the problems of a quiz as an author reads them, without the path."""
    return [str(problem).removeprefix("quiz.quiz.md:") for problem in raw_problems(*questions, head=head)]


def raw_problems(*questions: str, head: str = HEAD) -> Problems:
    """Return the problems of a quiz."""
    return compile_quiz("quiz.quiz.md", make_text(*questions, head=head))[1]


def make_faulty(markdown: str) -> Question:
    """Return one question in spite of its problems."""
    quiz, problems = compile_quiz("quiz.quiz.md", make_text(markdown))
    assert problems
    assert quiz is not None
    return quiz.questions[0]
