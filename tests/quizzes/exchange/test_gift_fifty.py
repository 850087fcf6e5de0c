"""Fifty questions and four of the kinds that GIFT holds go there and come back, through a file of bytes."""

from dataclasses import fields
from itertools import product
from typing import Any

from portal.quizzes.answers.accepted import bounds
from portal.quizzes.compile import compile_quiz
from portal.quizzes.exchange.gift_file import quiz_from_gift
from portal.quizzes.exchange.gift_write import to_gift
from portal.quizzes.parts import Question
from tests.quizzes.making import make_quiz

ANSWERS = {
    "single": "- [ ] `a = 1`{one}\n- [x] b: {{c}}{two}\n- [ ] 50 % ~ half {{credit=50%}}\n",
    "multiple": "- [x] one{one}\n- [x] two\n- [ ] three # not four{two}\n- [ ] five {{credit=-25%}}\n",
    "truefalse": "- [ ] True{one}\n- [x] False{two}\n",
    "numeric": "It takes about [[= {number} ± 5%]] MB/s.\n",
    "short": "Say [[lag | LAG(x\\|y) | a*b]] and go on.\n",
    "match": "| key | value |\n|---|---|\n| a = {number} | b |\n| `c` | d → e |\n|  | nobody's |\n",
}
FEATURES = [
    ("Plain words", "", "", ""),
    ("What does `x = {y}` do: A or B?", "", " .easy", ""),
    ("A # sign and 1 ~ 2", "One paragraph.\n\nAnother: *with* `code`.\n", "", ""),
    ("Grüße, 名前 and “quotes”", "", " .hard points=2.5", "Because.\n\nIt is so."),
    ("Backslash \\\\ and \\* star", "A list:\n\n- a\n- b\n", " concept=sql.joins.left,de.sizing", ""),
    ("100 % = everything", "", " points=10", "See `a{b}` ~ #5: yes = no."),
    ("Code below", "```sql static\nSELECT 1  -- a = {b}\n\nFROM t;\n```\n", "", ""),
    ("[html] is no format here", "", "", "One line."),
    ("Ends with a colon:", "> a quotation\n", " .easy points=0.5 concept=a.b", "Two\nlines."),
]


def _markdown(number: int, kind: str, feature: tuple[str, str, str, str]) -> str:
    """Return one question."""
    title, task, words, note = feature
    classes = {"match": " .match", "multiple": " .multi"}.get(kind, "")
    answer = ANSWERS[kind].format(one="\n  > No: see above.", two="\n  > Fine = yes.", number=number + 1.5)
    notes = "".join(f"> {line}".rstrip() + "\n" for line in ["[!NOTE]", *note.split("\n")]) if note else ""
    return f"## {title} {{#{kind}-{number}{classes}{words}}}\n\n{task}\n{answer}\n{notes}"


def _meaning(question: Question) -> dict[str, Any]:
    """Return all of a question but where it stood, what GIFT has no place for, and rounding."""
    meaning = {one.name: getattr(question, one.name) for one in fields(question)}
    for name in ("source", "line"):
        del meaning[name]
    spec = dict(question.spec)
    spec.pop("head", None)
    if "options" in spec:
        spec["options"] = [one | {"credit": round(one["credit"], 4)} for one in spec["options"]]
    if "gaps" in spec:
        spec["gaps"] = [
            [(one["how"], one["value"], *(round(end, 6) for end in bounds(one))) for one in gap["accepted"]]
            for gap in spec["gaps"]
        ]
        del spec["task"]  # the Markdown as written: a tolerance in percent comes back as a number
    return meaning | {"spec": spec}


def test_more_than_fifty_questions_come_back_the_same() -> None:
    made = [
        _markdown(number, kind, feature) for number, (kind, feature) in enumerate(product(ANSWERS, FEATURES))
    ]
    quiz = make_quiz(*made)
    text, left = to_gift(quiz)
    assert len(quiz.questions) == 54
    assert {question.kind for question in quiz.questions} == set(ANSWERS)
    assert {one.what for one in left} == {"the titles of its columns"}

    back = quiz_from_gift(text.encode(), uid="quiz", title="Quiz")
    again, problems = compile_quiz("quiz.quiz.md", back.text)
    assert (problems, back.left_out) == ([], ())
    assert again is not None
    assert [_meaning(one) for one in again.questions] == [_meaning(one) for one in quiz.questions]
