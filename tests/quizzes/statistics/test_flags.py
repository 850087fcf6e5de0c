"""What is flagged, what is not, and why."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes.parts import Question
from portal.quizzes.statistics.flags import FAILS, KEY, PASSES
from portal.quizzes.statistics.items import Item, item_of
from portal.quizzes.statistics.sittings import Tries, Try
from tests.quizzes.making import make_question
from tests.quizzes.statistics.class_of_learners import CHOICE, TYPED, answered, picks

GAP, NAME = make_question(CHOICE), make_question(TYPED)
CARD = make_question("## What? {#what .card}\n\nThat.\n")
KEYED, OTHER = "`RANK()", "DENSE_RANK()"


def took(question: Question, value: dict[str, list[str]], rest: float = 0.5, confidence: str = "") -> Try:
    found = answered(question, value, confidence=confidence)
    return Try(found, found.credit, rest)


def item(*given_: Try, question: Question = GAP) -> Item:
    return item_of(question, Tries(list(given_)))


def names(found: Item) -> list[str]:
    return [flag.name for flag in found.flags]


def split(strong: str, weak: str, many: int = 40) -> Item:
    """Return an item that the better and the weaker half answer differently."""
    return item(*(took(GAP, picks(GAP, strong if n >= many / 2 else weak), n / many) for n in range(many)))


def test_a_question_that_everybody_fails_is_flagged() -> None:
    found = item(*(took(GAP, picks(GAP, "ROW" if n % 2 else OTHER)) for n in range(20)))
    assert (names(found), found.flagged) == ([FAILS], True)
    assert found.flags[0].reason == "20 learners earned 0 % of the points on average."


def test_nineteen_answers_are_not_enough() -> None:
    assert item(*(took(GAP, picks(GAP, OTHER)) for _ in range(19))).flags == ()


def test_a_hard_question_is_not_broken() -> None:
    answers = [
        took(GAP, picks(GAP, KEYED if n > 33 else "ROW" if n % 2 else OTHER), n / 40) for n in range(40)
    ]
    assert item(*answers).flags == ()


def test_that_everybody_passes_is_a_hint_only() -> None:
    found = item(*(took(GAP, picks(GAP, KEYED), n / 20) for n in range(20)))
    assert (names(found), found.flagged) == ([PASSES], False)


def test_a_key_that_the_strong_speak_against_is_flagged() -> None:
    found = split(strong=OTHER, weak=KEYED)
    assert set(names(found)) == {KEY}
    assert found.flags[0].reason == "The 11 strongest learners: 11 gave “DENSE_RANK()”, 0 the key."
    assert "discrimination \N{MINUS SIGN}0.87" in found.flags[1].reason


def test_a_key_that_the_strong_agree_with_is_not() -> None:
    assert split(strong=KEYED, weak=OTHER).flags == ()


def test_a_discrimination_that_chance_puts_below_zero_is_not_flagged() -> None:
    labels = [KEYED, "ROW", KEYED, OTHER]
    found = item(*(took(GAP, picks(GAP, labels[n % 4]), n / 40) for n in range(40)))
    assert -0.1 < (found.discrimination or 0) < 0
    assert found.flags == ()


def test_one_slip_of_the_strong_does_not_decide() -> None:
    strong = [took(GAP, picks(GAP, OTHER if n < 6 else KEYED), 0.9) for n in range(11)]
    weak = [took(GAP, picks(GAP, ("ROW", OTHER, KEYED)[n % 3]), 0.2) for n in range(29)]
    assert item(*strong, *weak).flags == ()
    assert KEY in names(item(took(GAP, picks(GAP, OTHER), 0.9), *strong, *weak))


def test_those_who_know_and_miss_it_speak_against_the_key() -> None:
    sure = [took(GAP, picks(GAP, OTHER), confidence="know") for _ in range(8)]
    rest = [took(GAP, picks(GAP, KEYED), confidence="guess") for _ in range(20)]
    assert [flag.reason for flag in item(*sure, *rest).flags] == [
        "8 said “I know” and earned 0 % on average."
    ]
    assert item(*sure[1:], *rest).flags == ()


def test_a_typed_answer_of_the_strong_that_is_not_accepted_is_flagged() -> None:
    strong = [took(NAME, {"gap-0": ["LAG()"]}, 0.9) for _ in range(10)]
    weak = [took(NAME, {"gap-0": ["LAG" if n % 2 else "no"]}, 0.2 + n / 100) for n in range(30)]
    found = item(*strong, *weak, question=NAME)
    assert "“LAG()”" in next(flag.reason for flag in found.flags if flag.name == KEY)


def test_where_learners_judge_themselves_no_key_is_blamed() -> None:
    given_ = [
        took(CARD, {"seen": ["yes"], "answer": ["missed" if n > 20 else "knew"]}, n / 40, "know")
        for n in range(40)
    ]
    assert item(*given_, question=CARD).flags == ()


def test_a_question_taken_back_is_not_flagged_again() -> None:
    void = make_question(CHOICE.replace("{#gap}", "{#gap .void}"))
    assert item(*(took(void, picks(void, OTHER)) for _ in range(30)), question=void).flags == ()


@pytest.mark.parametrize("seed", range(20))
def test_a_sound_question_is_not_flagged_by_chance(seed: int) -> None:
    """Sixty learners whose chance to be right grows with what they know, as in a one-parameter model."""
    dice = Random(seed)
    given_ = []
    for _ in range(60):
        skill = dice.random()
        label = KEYED if dice.random() < 0.25 + 0.6 * skill else dice.choice(["ROW", OTHER])
        given_.append(took(GAP, picks(GAP, label), skill, dice.choice(["guess", "think"])))
    assert not item(*given_).flagged


@pytest.mark.parametrize("seed", range(20))
def test_a_key_set_on_a_wrong_option_is_found_whatever_the_class(seed: int) -> None:
    dice = Random(seed)
    given_ = []
    for _ in range(60):
        skill = dice.random()
        label = OTHER if dice.random() < 0.25 + 0.6 * skill else dice.choice(["ROW", KEYED])
        given_.append(took(GAP, picks(GAP, label), skill))
    assert KEY in names(item(*given_))


@given(
    st.lists(
        st.tuples(
            st.sampled_from([KEYED, OTHER, "ROW"]),
            st.floats(0, 1),
            st.sampled_from(["", "guess", "think", "know"]),
        ),
        max_size=50,
    ),
    st.randoms(use_true_random=False),
)
def test_flags_do_not_depend_on_the_order_of_answers(
    rows: list[tuple[str, float, str]], dice: object
) -> None:
    given_ = [took(GAP, picks(GAP, label), rest, confidence) for label, rest, confidence in rows]
    mixed = given_[:]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    found = item(*given_)
    assert found == item(*mixed)
    assert found.answers == len(rows)
    assert not found.flags or found.answers >= 20
