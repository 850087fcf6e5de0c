"""Words, bars, and where a learner goes on."""

from datetime import timedelta

import pytest

from portal.progress.rules import Level
from portal.reading.rules import Topic, counted, duration, in_words, onward, strata, weeks
from tests.factories import NOON


def topic(
    uid: str,
    level: Level = Level.NONE,
    *,
    seen: int | None = None,
    read: int | None = None,
    heading: str = "",
) -> Topic:
    return Topic(
        uid=uid,
        short=uid.upper(),
        summary="",
        url=f"/path/{uid}/",
        track_id=1,
        module_uid="core",
        module="Core topics",
        written=True,
        minutes=45,
        level=level,
        anchor=heading.lower(),
        heading=heading,
        seen_at=None if seen is None else NOON + timedelta(hours=seen),
        read_at=None if read is None else NOON + timedelta(hours=read),
    )


def test_somebody_new_begins_at_the_beginning() -> None:
    ahead = onward([topic("a"), topic("b")])
    assert ahead is not None
    assert (ahead.topic.uid, ahead.label, ahead.url) == ("a", "Begin “A”", "/path/a/")


def test_an_open_lesson_goes_on_at_its_section() -> None:
    ahead = onward([topic("a"), topic("b", seen=1, heading="Idea")])
    assert ahead is not None
    assert (ahead.label, ahead.lesson_label, ahead.url) == (
        "Continue at “Idea”",
        "Continue “B”",
        "/path/b/#idea",
    )


def test_after_a_done_lesson_comes_the_next_open_one_not_a_gap_before_it() -> None:
    topics = [topic("a"), topic("b", Level.READ, read=1), topic("c", Level.READ, read=0), topic("d")]
    ahead = onward(topics)
    assert ahead is not None
    assert (ahead.topic.uid, ahead.begun) == ("d", False)


def test_at_the_end_of_the_plan_the_gaps_come_up() -> None:
    ahead = onward([topic("a"), topic("b", Level.READ, read=1)])
    assert ahead is not None
    assert ahead.topic.uid == "a"


def test_a_done_lesson_that_is_looked_at_again_does_not_hold_the_reader() -> None:
    topics = [topic("a", Level.PROVEN, read=0, seen=9), topic("b")]
    ahead = onward(topics)
    assert ahead is not None
    assert ahead.topic.uid == "b"


def test_there_is_nowhere_to_go_when_all_is_done() -> None:
    assert onward([topic("a", Level.READ)]) is None
    assert onward([]) is None


def test_a_bar_shows_the_most_certain_first_and_says_the_same_in_words() -> None:
    bar = strata([Level.READ, Level.NONE, Level.PROVEN, Level.FADING, Level.PRACTISED, Level.PROVEN])
    assert [(part.slug, part.x, part.width) for part in bar.parts] == [
        ("proven", 0, 2),
        ("fading", 2, 1),
        ("practised", 3, 1),
        ("read", 4, 1),
    ]
    assert (bar.total, bar.begun, bar.words) == (6, 5, "2 proven, 1 fading, 1 practised, 1 read")


def test_a_bar_of_nothing_can_still_be_drawn() -> None:
    assert (strata([]).width, strata([]).words) == (1, "no topics yet")
    assert strata([Level.NONE]).words == "not started"


@pytest.mark.parametrize(
    ("number", "words", "figures"),
    [
        (0, "no topics", "0 topics"),
        (1, "one topic", "1 topic"),
        (12, "twelve topics", "12 topics"),
        (13, "13 topics", "13 topics"),
        (10000, "10,000 topics", "10,000 topics"),
    ],
)
def test_small_numbers_are_written_out_in_running_text(number: int, words: str, figures: str) -> None:
    assert (in_words(number, "topic"), counted(number, "topic")) == (words, figures)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(3, 4, "3 to 4 weeks"), (1, 1, "1 week"), (2, 2, "2 weeks"), (None, None, "ongoing"), (0, 0, "ongoing")],
)
def test_weeks_are_said_as_in_the_plan(low: int | None, high: int | None, said: str) -> None:
    assert weeks(low, high) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (59, "59 min"), (60, "1 h 00"), (785, "13 h 05")]
)
def test_durations_are_said_short(minutes: int, said: str) -> None:
    assert duration(minutes) == said
