"""Cards as a text file that Anki imports. Importing it again updates the notes and makes no second ones."""

import csv
import io

from portal.quizzes.parts import QuizFile

_HEAD = "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#columns:guid\tFront\tBack\tTags\n"


def anki_text(quiz: QuizFile) -> str:
    """Return the cards of ``quiz``, one a line; other kinds of question are no cards and are left out."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    for question in quiz.questions:
        if question.kind == "card" and not question.void and not question.variables:
            back = "".join([question.spec["back"], question.explanation_html])
            tags = " ".join([quiz.id, *question.concepts])
            rows.writerow([f"{quiz.id}-{question.id}", question.title_html, back, tags])
    return _HEAD + out.getvalue()
