"""A compiled quiz back to its file, byte for byte; an edited question changes its own lines and no other."""

from portal.quizzes.parts import QuizFile


def quiz_text(quiz: QuizFile) -> str:
    """Return the text of the file that ``quiz`` was compiled from, which must have been free of problems."""
    return quiz.head + "".join(question.source for question in quiz.questions)


def with_question(quiz: QuizFile, question: str, text: str) -> str:
    """Return the text of the file with the question of that id replaced; raises ``KeyError`` for no such id.

    The empty lines behind the question stay as they are.
    """
    if question not in {one.id for one in quiz.questions}:
        raise KeyError(question)
    pieces = [quiz.head]
    for one in quiz.questions:
        behind = one.source[len(one.source.rstrip("\r\n")) :]
        pieces.append(text.rstrip("\r\n") + behind if one.id == question else one.source)
    return "".join(pieces)
