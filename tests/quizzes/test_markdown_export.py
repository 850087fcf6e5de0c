"""A quiz comes back byte for byte, and an edited question changes its own lines and no other."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.quizzes.compile import compile_quiz
from portal.quizzes.exchange.markdown import quiz_text, with_question
from portal.quizzes.kinds import kinds
from portal.quizzes.source.sections import sections_of
from tests.quizzes.making import HEAD

ROOT = Path(__file__).parents[2]
FILES = [Path(__file__).parent / "example.quiz.md", *sorted((ROOT / "curriculum").rglob("*.quiz.md"))]
INTROS = [
    "",
    "\n",
    "# Quiz\n\nRead this first.\n\n",
    "Text\n```text\n## no question\n```\n",
    "\r\n# Quiz\r\n",
]
ENDS = ["", "\n", "\n\n\n", "  \n\n", "\r\n"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_comes_back_byte_for_byte(path: Path) -> None:
    data = path.read_bytes()
    quiz, problems = compile_quiz(path.name, data.decode())
    assert problems == []
    assert quiz is not None
    assert quiz_text(quiz).encode() == data


@settings(max_examples=40, deadline=None)
@given(
    samples=st.lists(st.sampled_from([kind.sample for kind in kinds]), min_size=1, max_size=6, unique=True),
    intro=st.sampled_from(INTROS),
    ends=st.lists(st.sampled_from(ENDS), min_size=6, max_size=6),
)
def test_any_sequence_of_questions_comes_back_byte_for_byte(
    samples: list[str], intro: str, ends: list[str]
) -> None:
    text = HEAD + intro + "".join(sample + "\n" + end for sample, end in zip(samples, ends, strict=False))
    quiz, problems = compile_quiz("quiz.quiz.md", text)
    assert problems == []
    assert quiz is not None
    assert len(quiz.questions) == len(samples)
    assert quiz_text(quiz) == text


@given(st.text(alphabet="#`~ \n\r\tab-|[]>{}\x0b\u2028", max_size=200))
def test_no_text_loses_a_byte_when_it_is_cut(text: str) -> None:
    assert "".join(section.text for section in sections_of(text)) == text


def test_carriage_returns_are_kept_and_read_over() -> None:
    text = (HEAD + kinds["single"].sample).replace("\n", "\r\n")
    quiz, problems = compile_quiz("quiz.quiz.md", text)
    assert problems == []
    assert quiz is not None
    assert quiz_text(quiz) == text
    assert "\r" not in quiz.questions[0].spec["options"][0]["html"]


def test_an_edited_question_changes_no_other_line() -> None:
    text = HEAD + "\n\n".join([kinds["single"].sample, kinds["cloze"].sample, kinds["order"].sample])
    quiz, _ = compile_quiz("quiz.quiz.md", text)
    assert quiz is not None
    edited = with_question(quiz, "complete-query", "## New {#complete-query .card}\n\nAnswer.\n")
    assert edited == text.replace(kinds["cloze"].sample.strip(), "## New {#complete-query .card}\n\nAnswer.")
    with pytest.raises(KeyError):
        with_question(quiz, "gone", "")


def test_headings_inside_code_are_no_questions() -> None:
    text = HEAD + "## Q {#q}\n\n```text\n## not one\n```\n\n- [x] a\n- [ ] b\n"
    quiz, problems = compile_quiz("quiz.quiz.md", text)
    assert problems == []
    assert quiz is not None
    assert len(quiz.questions) == 1
