"""What was given, counted for every kind without knowing any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes.asking import read
from portal.quizzes.compile import compile_quiz
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Question
from portal.quizzes.statistics.choices import Group, groups_of, unknown
from portal.quizzes.statistics.sittings import Try
from tests.quizzes.making import make_question
from tests.quizzes.statistics.class_of_learners import CHOICE, TYPED, answered, key_of, picks
from tests.quizzes.world import EXAMPLE, fields, judgement

EXAMPLES = {question.id: question for question in compile_quiz("e.quiz.md", EXAMPLE)[0].questions}  # type: ignore[union-attr]
GAP, NAME = make_question(CHOICE), make_question(TYPED)


def took(question: Question, *values: dict[str, list[str]]) -> list[Try]:
    return [Try(found := answered(question, value), found.credit, None) for value in values]


def counts(group: Group) -> dict[str, tuple[str, int]]:
    return {choice.label: (choice.verdict, choice.count) for choice in group.choices}


def test_each_option_is_counted_also_the_one_nobody_chose() -> None:
    given_ = took(GAP, *[picks(GAP, "DENSE_RANK()")] * 3, picks(GAP, "`RANK()"))
    (group,) = groups_of(GAP, given_, given_[:1])
    assert counts(group) == {
        "DENSE_RANK()": ("wrong", 3),
        "RANK()": ("right", 1),
        "ROW_NUMBER()": ("wrong", 0),
    }
    assert [(one.label, one.strong) for one in group.choices][:2] == [("DENSE_RANK()", 1), ("RANK()", 0)]


def test_who_does_not_know_chose_nothing() -> None:
    given_ = took(GAP, {}, picks(GAP, "`RANK()"))
    assert unknown(given_) == 1
    assert sum(count for _, count in counts(groups_of(GAP, given_, [])[0]).values()) == 1


def test_of_several_ticks_each_is_counted() -> None:
    both = make_question("## Even? {#even}\n\n- [x] two\n- [x] four\n- [ ] five\n")
    ticks = [key_of(both, "two"), key_of(both, "five")]
    (group,) = groups_of(both, took(both, {"answer": ticks}), [])
    assert counts(group) == {"two": ("right", 1), "five": ("wrong", 1), "four": ("right", 0)}


def test_a_typed_answer_is_shown_when_two_learners_gave_it() -> None:
    values = ["LAG", " LAG ", "LEAD", "LEAD", "LEAD", "my name is Mira"]
    (group,) = groups_of(NAME, took(NAME, *({"gap-0": [value]} for value in values)), [])
    assert counts(group) == {"LEAD": ("wrong", 3), "LAG": ("right", 2)}
    assert (group.listed, group.others) == (False, 1)


def test_only_the_most_frequent_typed_answers_are_shown() -> None:
    values = [{"gap-0": [f"F{number}"]} for number in range(30) for _ in range(2 + number)]
    (group,) = groups_of(NAME, took(NAME, *values), [])
    assert [choice.label for choice in group.choices] == [f"F{number}" for number in range(29, 19, -1)]
    assert group.others == sum(2 + number for number in range(20))


def test_an_essay_is_never_shown() -> None:
    for uid in ("rubric", "reflect"):
        question = make_question(kinds[uid].sample)
        value = {
            "text": ["We failed at Acme. " * 10],
            **(judgement(question, "right") if uid == "rubric" else {}),
        }
        groups = groups_of(question, took(question, value, value), [])
        assert "Acme" not in str(groups)


def test_an_order_counts_as_a_whole_and_reads_as_one() -> None:
    question = EXAMPLES["eval-order"]
    keys = [step["key"] for step in question.spec["steps"]]
    (group,) = groups_of(
        question, took(question, {"order": keys}, {"order": keys}, {"order": keys[::-1]}), []
    )
    assert [(one.verdict, one.count) for one in group.choices] == [("right", 2), ("wrong", 1)]
    assert group.choices[0].label.count(" → ") == len(keys) - 1


def test_rows_and_gaps_are_named() -> None:
    match = EXAMPLES["medallion"]
    given_ = took(match, fields(match, 0, "right"))
    assert [group.label for group in groups_of(match, given_, [])] == ["Bronze", "Silver", "Gold"]
    frame = EXAMPLES["frame"]
    labels = [group.label for group in groups_of(frame, took(frame, *[fields(frame, 0, "right")] * 2), [])]
    assert labels == ["Gap 1", "Gap 2", "Gap 3"]


@pytest.mark.parametrize("slug", sorted(kind.slug for kind in kinds if kind.answerable))
@pytest.mark.parametrize("how", ["right", "wrong", "half"])
def test_every_kind_is_counted_with_the_verdict_it_gave(slug: str, how: str) -> None:
    question = next(question for question in EXAMPLES.values() if question.kind == slug)
    value = fields(question, 0, how)
    if kinds[slug].self_judged:
        value = {**value, **judgement(question, how)}
    value = read(question, 0, value)
    given_ = took(question, value, value)
    groups = groups_of(question, given_, given_)
    if slug == "reflect":
        assert groups == ()
        return
    chosen = [choice for group in groups for choice in group.choices if choice.count]
    assert all(choice.count == choice.strong == 2 for choice in chosen)
    assert all(choice.label for choice in chosen)
    if how == "right":
        assert {choice.verdict for choice in chosen} == {"right"}
    if how == "wrong" and slug != "rubric":
        assert "wrong" in {choice.verdict for choice in chosen}


@given(
    st.lists(st.sampled_from(["`RANK()", "DENSE", "ROW", ""]), max_size=30), st.randoms(use_true_random=False)
)
def test_every_answer_is_in_one_choice_whatever_the_order(labels: list[str], dice: object) -> None:
    given_ = took(GAP, *(picks(GAP, label) if label else {} for label in labels))
    mixed = given_[:]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    groups = groups_of(GAP, given_, [])
    assert groups == groups_of(GAP, mixed, [])
    assert sum(one.count for group in groups for one in group.choices) + unknown(given_) == len(labels)
