"""Every section, present and future, keeps the same promises."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from portal.progress.rules import Kind
from portal.retros.rules.candidates import Deed, Question
from portal.retros.rules.facts import Answer, Carried, Day, Reached, Recall, Topic, WeekFacts
from portal.retros.sections import Section, in_order, sections
from tests.markup import read
from tests.retros.world import WEEK

pytestmark = pytest.mark.once

every_section = pytest.mark.parametrize("section", list(sections), ids=lambda section: section.slug)
SLUGS = {"time", "topics", "accuracy", "calibration", "cards", "weak", "rhythm", "followed"}
TOPICS = (Topic("sql/joins", "Joins & <b>keys</b>"), Topic("sql/windows", "Windows"))
FULL = WeekFacts(
    week=WEEK,
    days=tuple(
        Day(day, (("evening", "Evening", 75),), {"evening": 40, "morning": 5}, True) for day in WEEK.days
    ),
    reached=tuple(Reached(topic, kind, WEEK.first) for topic in TOPICS for kind in (Kind.DONE, Kind.PROVEN)),
    ticks=3,
    answers=tuple(Answer(f"q#{n}", TOPICS[n % 2], n % 2, n < 4, "know", n == 5) for n in range(6)),
    recalls=tuple(Recall(f"c#{n}", TOPICS[n % 2] if n else None, n > 2, n > 4, "think") for n in range(6)),
    carried=tuple(
        Carried(topic, question, deed)
        for topic in TOPICS
        for question, deed in ((Question.HARD, Deed.CARDS), (Question.REPEAT, Deed.WISH))
    ),
    repeated=frozenset({"sql/joins"}),
)
EMPTY = WeekFacts(WEEK)
topics = st.sampled_from(TOPICS)
days = st.builds(
    Day,
    st.dates(date(2026, 11, 16), date(2026, 11, 22)),
    st.lists(
        st.tuples(st.sampled_from(["evening", "morning"]), st.just("Block"), st.integers(0, 300)), max_size=3
    ).map(tuple),
    st.dictionaries(st.sampled_from(["evening", "short", "gone"]), st.integers(1, 1440), max_size=3),
    st.booleans(),
)
answers = st.builds(
    Answer, st.sampled_from(["q#1", "q#2"]), st.none() | topics, st.floats(-1, 1), st.booleans(),
    st.sampled_from(["", "guess", "think", "know"]), st.booleans(),
)  # fmt: skip
recalls = st.builds(
    Recall, st.sampled_from(["c#1", "c#2"]), st.none() | topics, st.booleans(), st.booleans(),
    st.sampled_from(["", "guess", "think", "know"]),
)  # fmt: skip
reached = st.builds(
    Reached, topics, st.sampled_from(["lesson-done", "lesson-reopened", "lesson-practised", "lesson-unproven"]),
    st.dates(date(2026, 11, 16), date(2026, 11, 22)),
)  # fmt: skip
weeks = st.builds(
    WeekFacts,
    week=st.just(WEEK),
    days=st.lists(days, max_size=10).map(tuple),
    reached=st.lists(reached, max_size=6).map(tuple),
    answers=st.lists(answers, max_size=8).map(tuple),
    recalls=st.lists(recalls, max_size=8).map(tuple),
    carried=st.just(FULL.carried),
)


def test_the_sections_of_the_issue_are_there() -> None:
    assert {section.slug for section in sections} == SLUGS
    assert next(section.slug for section in in_order()) == "time"


@every_section
@pytest.mark.parametrize("facts", [FULL, EMPTY], ids=["full", "empty"])
def test_its_figures_can_be_stored_shown_and_exported(section: Section, facts: WeekFacts) -> None:
    figures = section.compute(facts)
    assert json.loads(json.dumps(figures)) == figures
    values = {"figures": figures, "drawn": section.drawn(figures)}
    page = read(f"<main>{render_to_string(section.template, values)}</main>".encode())
    assert page.text.strip()
    assert all("\n" not in line for line in section.lines(figures))


@every_section
def test_it_escapes_what_a_title_holds(section: Section) -> None:
    figures = section.compute(FULL)
    html = render_to_string(section.template, {"figures": figures, "drawn": section.drawn(figures)})
    assert "<b>keys" not in html


@every_section
@given(weeks)
def test_the_same_facts_give_the_same_figures(section: Section, facts: WeekFacts) -> None:
    figures = section.compute(facts)
    assert section.compute(replace(facts)) == figures
    assert json.loads(json.dumps(figures)) == figures
    section.drawn(figures)
    section.measure(figures)
    list(section.lines(figures))


@every_section
def test_its_measure_can_do_with_figures_of_before_it_was_there(section: Section) -> None:
    measure = section.measure({})
    assert measure is None or measure.label
    section.drawn({})


@every_section
def test_it_says_what_it_is(section: Section) -> None:
    assert section.label
    assert section.place in ("left", "right", "below")
    assert section.__doc__


@given(weeks)
def test_minutes_by_block_and_by_day_sum_to_the_same(facts: WeekFacts) -> None:
    time = sections["time"].compute(facts)
    for name in ("planned", "real"):
        assert (
            time[name]
            == sum(block[name] for block in time["blocks"])
            == sum(day[name] for day in time["days"])
        )


def test_a_topic_missed_half_the_time_is_weaker_than_one_with_one_slip() -> None:
    joins, windows = TOPICS
    answers = (Answer("a", joins, 0, True, "", False),)
    often = tuple(Recall(f"c{n}", windows, n % 2 == 0, False, "") for n in range(8))
    weak = sections["weak"].compute(replace(EMPTY, answers=answers, recalls=often))["topics"]
    assert [topic["uid"] for topic in weak] == ["sql/windows", "sql/joins"]


def test_a_topic_is_named_once_however_many_of_its_cards_were_forgotten() -> None:
    lost = tuple(Recall(f"c{n}", TOPICS[0] if n < 3 else None, False, False, "") for n in range(5))
    assert sections["cards"].compute(replace(EMPTY, recalls=lost))["hardest"] == [
        {"uid": "sql/joins", "title": TOPICS[0].title, "times": 3},
        {"uid": "", "title": "Cards of your own", "times": 2},
    ]


def test_a_read_lesson_of_last_week_says_on_which_day() -> None:
    reached = (Reached(TOPICS[0], Kind.DONE, WEEK.first + timedelta(days=2)),)
    carried = (Carried(TOPICS[0], Question.HARD, Deed.REOPEN),)
    followed = sections["followed"].compute(replace(EMPTY, reached=reached, carried=carried))
    assert followed["topics"][0]["became"] == "read again on Wednesday"
