"""GIFT files as people and as Moodle write them: what is taken over, and what is named with its line."""

from pathlib import Path

import pytest

from portal.quizzes.answers.accepted import right_answer
from portal.quizzes.compile import compile_quiz
from portal.quizzes.exchange.gift_file import LONGEST, QuizText, Unreadable, quiz_from_gift
from portal.quizzes.parts import Question

FILES = Path(__file__).parent / "gift"


def read(data: bytes) -> tuple[dict[str, Question], QuizText]:
    """Import a file; the quiz must compile."""
    found = quiz_from_gift(data, uid="imported", title='From "Moodle": all')
    quiz, problems = compile_quiz("imported.quiz.md", found.text)
    assert [str(problem) for problem in problems] == []
    assert quiz is not None
    assert (quiz.id, quiz.title, len(quiz.questions)) == ("imported", 'From "Moodle": all', found.taken)
    return {question.id: question for question in quiz.questions}, found


def left_out(found: QuizText) -> list[str]:
    return [str(one) for one in found.left_out]


@pytest.fixture(scope="module")
def handwritten() -> tuple[dict[str, Question], QuizText]:
    return read((FILES / "handwritten.gift.txt").read_bytes())


@pytest.fixture(scope="module")
def exported() -> tuple[dict[str, Question], QuizText]:
    return read((FILES / "exported.gift.txt").read_bytes())


def test_a_handwritten_file_is_taken_over(handwritten: tuple[dict[str, Question], QuizText]) -> None:
    questions, found = handwritten
    assert {name: question.kind for name, question in questions.items()} == {
        "private-ranges": "single",
        "a-packet-that-is-too-long": "single",
        "loopback": "truefalse",
        "ports": "truefalse",
        "the-command-that-shows-the-way": "short",
        "bits-of-ipv4": "numeric",
        "round-trip": "numeric",
        "percent": "numeric",
        "year": "numeric",
        "layers": "match",
        "record-types": "multiple",
        "escapes": "single",
    }
    assert found.categories == ("Networks/Basics", "Networks/Names")


def test_what_a_handwritten_file_says_that_a_quiz_cannot_is_named_with_its_line(
    handwritten: tuple[dict[str, Question], QuizText],
) -> None:
    _, found = handwritten
    part = "the feedback of its answers (the rest of the question is there)"
    assert left_out(found) == [
        f"line 21: The command that shows the way to a host is {{=traceroute =tr: {part}",
        f"line 27: Percent: {part}",
        f"line 29: Year: {part}",
        "line 59: Read the chapter on routing before you go on.: a description without an answer",
        "line 61: Essay: an essay",
        "line 63: Half: a short answer with a part of the credit",
        "line 65: Close enough: a number with a part of the credit",
        "line 70: Unclosed: an opening brace without a closing one; an empty line ends a question",
        "line 73: Twice: several answers in one text",
    ]


def test_weights_feedback_and_explanation_come_along(
    handwritten: tuple[dict[str, Question], QuizText],
) -> None:
    questions, _ = handwritten
    private = questions["private-ranges"]
    assert [(one["text"], one["credit"]) for one in private.spec["options"]] == [
        ("8.8.8.8", 0.0), ("10.1.2.3", 1.0), ("169.254.7.7", 0.5), ("193.99.144.85", 0.0)
    ]  # fmt: skip
    assert private.spec["options"][1]["feedback"] == "<p>Yes: 10.0.0.0/8 is private.</p>"
    assert "172.16/12" in private.explanation_html
    assert [one["credit"] for one in questions["record-types"].spec["options"]] == [0.5, 0.5, -0.5, -0.5]


def test_numbers_keep_their_tolerance_and_their_ends(
    handwritten: tuple[dict[str, Question], QuizText],
) -> None:
    questions, _ = handwritten
    names = ("bits-of-ipv4", "round-trip", "percent", "year")
    shown = [right_answer(questions[name].spec["gaps"][0]) for name in names]
    assert shown == ["32", "10 ± 2", "1 to 5", "1969"]


def test_escapes_are_the_signs_they_stand_for(handwritten: tuple[dict[str, Question], QuizText]) -> None:
    options = handwritten[0]["escapes"].spec["options"]
    assert [option["html"] for option in options] == ['{"a": 1}', "[1=1]", "a ~ b # c \\ d"]


def test_a_missing_word_stays_in_its_sentence(handwritten: tuple[dict[str, Question], QuizText]) -> None:
    question = handwritten[0]["a-packet-that-is-too-long"]
    assert question.title_html == "A packet that is too long for a link is _____ or refused."
    assert "way to a host" in handwritten[0]["the-command-that-shows-the-way"].title


def test_pairs_keep_the_one_that_belongs_to_none(handwritten: tuple[dict[str, Question], QuizText]) -> None:
    spec = handwritten[0]["layers"].spec
    assert [side["text"] for side in spec["left"]] == ["IP", "TCP", "HTTP"]
    assert [side["text"] for side in spec["right"]] == ["network", "transport", "application", "physical"]


def test_what_moodle_exports_is_taken_over(exported: tuple[dict[str, Question], QuizText]) -> None:
    questions, found = exported
    assert {name: question.kind for name, question in questions.items()} == {
        "inner-join": "single",
        "null": "multiple",
        "aggregate": "short",
        "average": "numeric",
        "clauses": "match",
        "keys": "truefalse",
        "grue": "single",
    }
    assert questions["inner-join"].difficulty == "hard"
    assert "only rows with a partner on both sides" in questions["inner-join"].title_html
    assert questions["inner-join"].spec["options"][2]["html"] == "a &lt; b &amp; c"
    assert "NULL = NULL" in questions["null"].title_html
    assert "<em>Grüße</em>" in questions["grue"].prompt_html
    picture, indented = (one for one in left_out(found) if "answers" not in one)
    assert picture == "line 49: Plan: HTML with <img>"
    assert indented.startswith("line 63: Indented: an indented block")


@pytest.mark.parametrize("name", ["handwritten", "exported"])
def test_a_byte_order_mark_and_the_line_ends_of_windows_change_nothing(name: str) -> None:
    data = (FILES / f"{name}.gift.txt").read_bytes()
    turned = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    assert read(turned)[1] == read(data)[1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"::Q::a {T}\n\n::R::caf\xe9 {T}\n", "line 3: the byte 0xe9 is not UTF-8; save the file as UTF-8"),
        ("::Q::a {T}".encode("utf-16"), "line 1: the byte 0xff is not UTF-8; save the file as UTF-8"),
        (b"::Q::a\0 {T}", "line 1: the character U+0000 (NUL); printable text only"),
        (b"", "no question can be taken over"),
        (
            b"\n\nQ {T\n",
            "no question can be taken over\nline 3: Q {T: an opening brace without a closing one",
        ),
        (b"Q T}\n", "line 1: Q T}: a closing brace without an opening one; an empty line ends a question"),
        (b" " * (LONGEST + 1), f"{LONGEST + 1:,} bytes; at most {LONGEST:,}"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_line(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        quiz_from_gift(data, uid="imported", title="Imported")
    assert said in str(refused.value)


@pytest.mark.parametrize(("uid", "title"), [("Imported", "Imported"), ("a\nb: c", "A"), ("imported", "")])
def test_an_id_or_a_title_that_no_quiz_may_have_is_refused(uid: str, title: str) -> None:
    with pytest.raises(Unreadable):
        quiz_from_gift(b"Q {T}", uid=uid, title=title)


def test_a_question_that_the_compiler_refuses_is_left_out_and_the_rest_is_taken() -> None:
    questions, found = read(b"::A::Is it? {T}\n\n::B::Which? {=same ~same}\n\n::A::Is it? {F}\n")
    assert list(questions) == ["a", "a-2"]
    assert left_out(found) == ["line 3: B: the option 'same' twice; each once"]


def test_more_questions_than_a_quiz_may_have_are_named() -> None:
    _, found = read(b"Is it? {T}\n\n" * 201)
    assert found.taken == 200
    assert left_out(found) == ["line 401: what comes after 200 questions"]
