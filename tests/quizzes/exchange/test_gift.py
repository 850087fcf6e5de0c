"""GIFT in both directions: what it can hold comes back the same, what it cannot is named."""

from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from portal.quizzes.answers.accepted import bounds
from portal.quizzes.exchange.gift_read import from_gift
from portal.quizzes.exchange.gift_text import escaped, free, hold
from portal.quizzes.exchange.gift_write import to_gift
from portal.quizzes.exchange.left_out import LeftOut
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Question, QuizFile
from tests.quizzes.making import make_quiz

word = st.text(alphabet="abcXYZ019 ~=#:{}\\%?/.,'\"é", min_size=1, max_size=25).map(
    lambda text: f"a{text.strip()}z"
)
words = st.lists(word, min_size=2, max_size=5, unique_by=str.casefold)
optional = st.none() | word


def _feedback(text: str | None) -> str:
    return f"\n  > {text}" if text else ""


@st.composite
def question(draw: st.DrawFn, number: int) -> str:
    """Return the Markdown of a question of a kind that GIFT holds."""
    kind = draw(st.sampled_from(["single", "multiple", "truefalse", "numeric", "short", "match"]))
    attributes = draw(st.sampled_from(["", " .easy", " .hard points=2.5", " concept=a.b,a.c"]))
    title, task, note = draw(word), draw(optional), draw(optional)
    classes, answer = draw(ANSWERS[kind])
    before = f"{task}\n\n" if task else ""
    after = f"\n> [!NOTE]\n> {note}\n> more\n" if note else ""
    return f"## {title} {{#q{number}{classes}{attributes}}}\n\n{before}{answer}\n{after}"


@st.composite
def _single(draw: st.DrawFn) -> tuple[str, str]:
    texts = draw(words)
    lines = [
        f"- [{'x' if at == 0 else ' '}] {text}{draw(st.sampled_from(['', ' {credit=50%}'])) if at else ''}"
        f"{_feedback(draw(optional))}"
        for at, text in enumerate(texts)
    ]
    return "", "\n".join(draw(st.permutations(lines)))


@st.composite
def _multiple(draw: st.DrawFn) -> tuple[str, str]:
    texts = draw(words)
    right = draw(st.integers(1, len(texts)))
    lines = []
    for at, text in enumerate(texts):
        credit = "" if at < right else draw(st.sampled_from(["", " {credit=-25%}", " {credit=0%}"]))
        lines.append(f"- [{'x' if at < right else ' '}] {text}{credit}{_feedback(draw(optional))}")
    return " .multi", "\n".join(draw(st.permutations(lines)))


@st.composite
def _truefalse(draw: st.DrawFn) -> tuple[str, str]:
    true = draw(st.booleans())
    return "", (
        f"- [{'x' if true else ' '}] True{_feedback(draw(optional))}\n"
        f"- [{' ' if true else 'x'}] False{_feedback(draw(optional))}"
    )


number = st.floats(-1e6, 1e6).map(lambda value: f"{value:.3f}")
numeric = st.one_of(
    number,
    number.map(lambda one: f"{one} ± 2%"),
    number.map(lambda one: f"{one} ± 0.5"),
    st.just("10..12 | = 99"),
)
pairs = st.lists(st.tuples(word, word), min_size=2, max_size=5, unique_by=(lambda p: p[0], lambda p: p[1]))
plain = st.lists(
    st.text("abcXYZ09 *~=#:{}|/", min_size=1, max_size=9).map(lambda text: f"a{text}z"), min_size=1
)
ANSWERS: dict[str, st.SearchStrategy[tuple[str, str]]] = {
    "single": _single(),
    "multiple": _multiple(),
    "truefalse": _truefalse(),
    "numeric": numeric.map(lambda one: ("", f"It is about [[= {one}]] units.")),
    "short": plain.map(
        lambda all_: ("", f"It is [[{' | '.join(one.replace('|', chr(92) + '|') for one in all_)}]], yes.")
    ),
    "match": pairs.map(
        lambda all_: (
            " .match",
            "| Left | Right |\n|---|---|\n" + "\n".join(f"| {a} | {b} |" for a, b in all_),
        )
    ),
}


def _meaning(one: Question) -> dict[str, Any]:
    """Return what must come back."""
    spec = one.spec
    meaning: dict[str, Any] = {
        name: getattr(one, name)
        for name in (
            "id",
            "kind",
            "title_html",
            "prompt_html",
            "points",
            "difficulty",
            "concepts",
            "explanation_html",
        )
    }
    if "options" in spec:
        options = [(o["html"], o["right"], round(o["credit"], 4), o["feedback"]) for o in spec["options"]]
        meaning["options"] = options
    if "gaps" in spec:
        accepted = spec["gaps"][0]["accepted"]
        meaning["pieces"] = spec["pieces"]
        meaning["accepted"] = [
            (a["how"], a["value"], *(f"{end + 0.0:.5g}" for end in bounds(a))) for a in accepted
        ]
    if "left" in spec:
        meaning["pairs"] = [[side["text"] for side in spec[where]] for where in ("left", "right")]
    return meaning


@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_ten_times_ten_questions_come_back_the_same(data: st.DataObject) -> None:
    quiz = make_quiz(*[data.draw(question(number)) for number in range(10)])
    text, left = to_gift(quiz)
    assert [one for one in left if one.whole] == []
    back = from_gift(text)
    assert back.left_out == ()
    again = make_quiz(back.markdown)
    assert [_meaning(one) for one in again.questions] == [_meaning(one) for one in quiz.questions]


@given(st.text(alphabet="ab~=#{}:\\n \n[markdown]", max_size=40))
def test_an_escaped_text_holds_no_bare_sign_and_comes_back(text: str) -> None:
    line = hold(escaped(text))
    assert not set(line) & set("~=#{}:\\\n")
    assert free(line.removeprefix("[markdown]")) == text


def test_what_gift_cannot_hold_is_named() -> None:
    quiz = make_quiz(
        *[kind.sample for kind in kinds],
        "## Pattern {#pattern}\n\n[[/a/]]\n",
        "## Varies {#varies}\n\n```vars\nx = 1\n```\n\n[[= x]]\n",
        "## Void {#void .void}\n\n- [x] True\n- [ ] False\n",
    )
    _, left = to_gift(quiz)
    named = {one.question: one.what for one in left if one.whole}
    assert named["commit-order"] == "the kind order"
    assert named["list-files"] == named["pattern"] == "a pattern"
    assert named["varies"] == "values that vary"
    assert named["void"] == "that it is void"
    assert set(named) == {one.id for one in quiz.questions} - {
        "even-sum", "even-numbers", "zero-even", "day-hours", "squares"
    }  # fmt: skip
    assert LeftOut("even-sum", "that an option stays last", whole=False) in left
    assert LeftOut("squares", "the titles of its columns", whole=False) in left


def _imported(text: str) -> QuizFile:
    back = from_gift(text)
    assert back.left_out == ()
    return make_quiz(back.markdown)


def test_gift_of_others_is_read() -> None:
    quiz = _imported(
        "$CATEGORY: History\n\n"
        "// a comment\n::Grant:: Who is buried in Grant's tomb? {~no one#Think. =Grant ~Jefferson}\n\n"
        "Two plus two equals {=four =4}.\n\n"
        "::Born::When was Grant born? {#1822:5}\n\n"
        "::Suez:: The canal is in Egypt. {TRUE#It is.#Yes.}\n\n"
        "Match.{ =Canada -> Ottawa\n=Italy -> Rome }\n\n"
        "Some are right {~%50%a ~%50%b ~%-100%c}\n\n"
        "[html]<p>What is <b>x</b>?</p>{=y ~z}\n"
    )
    assert [question.kind for question in quiz.questions] == [
        "single", "short", "numeric", "truefalse", "match", "multiple", "single"
    ]  # fmt: skip
    assert [question.id for question in quiz.questions][:3] == ["grant", "two-plus-two-equals", "born"]
    assert quiz.questions[6].title == "What is x?"
    assert from_gift("$CATEGORY: History\n").categories == ("History",)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Write an essay. {}", "an essay"),
        ("Just a description", "a description without an answer"),
        ("Half a number {#=%50%1:0}", "a number with a part of the credit"),
        ("Half a word {=%50%one =two}", "a short answer with a part of the credit"),
        ("None {~a ~b}", "no right answer"),
        ("Two {=a =b ~c}", "several answers that are each the right one"),
        ("A number {#many}", "an answer that is not a number"),
    ],
)
def test_what_cannot_be_taken_over_is_named(text: str, why: str) -> None:
    assert [one.what for one in from_gift(text).left_out] == [why]


def test_a_star_in_a_short_answer_becomes_a_pattern() -> None:
    (read,) = _imported("Say un-something {=un*}\n").questions
    assert read.spec["gaps"][0]["accepted"][0]["value"] == "^un.*$"


@given(st.text(alphabet="ab{}=~#:\\%-> \n/[]T$.1", max_size=80))
def test_no_gift_breaks_the_reading(text: str) -> None:
    from_gift(text)
