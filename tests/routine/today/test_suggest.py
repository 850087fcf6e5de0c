"""What is suggested in a block, and that the minutes of the day are shared out once."""

from dataclasses import replace

import pytest

from portal.routine.rules.found import Chapter, Drill, Found, Post, Quiz, Step, Topic
from portal.routine.rules.suggest import choices, tasks

TOPIC = Topic(
    title="Joins",
    url="/path/sql/joins/#s-the-idea",
    track="SQL",
    read=20,
    practice=25,
    begun=True,
    heading="The idea",
    exercise="/path/sql/joins/#s-exercise",
    checklist="/path/sql/joins/#checklist-h",
)
OUTLINE = replace(TOPIC, title="Topics", track="Kafka", exercise="")
NEW, BEGUN = (Drill("Windows", "/path/sql/windows/#s-exercise", "SQL", known) for known in ("", "begun"))
FOUND = Found(
    chapter=Chapter("storage", 6, "Storage", "In Depth", "Fundamentals", 6),
    post=Post("post:1", "How we count", "https://example.org/1", "Netflix"),
    due=9,
    due_minutes=8,
    review_limit=20,
    topics=(TOPIC,),
    quiz=Quiz("Joins", "/quiz/sql/joins/", passed=False),
    step=Step("step:m1#1", 1, 3, "Load", "Warehouse", "/path/sql/"),
    urls={"review": "/review/", "book": "/reading/", "notes": "/notes/", "path": "/path/"},
    turn=0,
)
NOTHING = Found(None, None, 0, 0, 20, (), None, None, FOUND.urls, 0)


def test_book_and_blog_take_turns() -> None:
    first = [tasks("morning", 45, 0, replace(FOUND, turn=turn))[0].mark for turn in range(4)]
    assert first == ["chapter:storage", "post:1", "chapter:storage", "post:1"]
    assert tasks("morning", 45, 1, FOUND)[0].mark == "post:1"


def test_reviews_and_the_drill_share_the_minutes_of_the_block() -> None:
    assert [(task.icon, task.minutes) for task in tasks("afternoon", 30, 0, FOUND)] == [
        ("review", 8),
        ("drill", 22),
    ]


@pytest.mark.parametrize(
    ("topic", "drill", "titles"),
    [
        (TOPIC, None, ["Practise: Joins"]),
        (TOPIC, Drill("Joins", TOPIC.exercise, "SQL", "begun"), ["Practise: Joins"]),
        (TOPIC, NEW, ["Practise: Joins", "Practise: Windows"]),
        (OUTLINE, None, ["Checklist: Topics"]),
        (OUTLINE, NEW, ["Checklist: Topics", "Practise: Windows"]),
        (OUTLINE, BEGUN, ["Practise: Windows", "Checklist: Topics"]),
    ],
)
def test_the_exercise_in_hand_comes_first_and_a_drill_nobody_has_begun_last(
    topic: Topic, drill: Drill | None, titles: list[str]
) -> None:
    found = replace(FOUND, due=0, quiz=None, topics=(topic,), drill=drill)
    assert choices("afternoon", found) == len(titles)
    assert [tasks("afternoon", 30, swap, found)[0].title for swap in range(len(titles))] == titles


def test_an_outline_in_the_evening_is_called_one() -> None:
    assert "An outline so far." in tasks("evening", 75, 0, replace(FOUND, topics=(OUTLINE,)))[0].note
    assert "outline" not in tasks("evening", 75, 0, FOUND)[0].note


def test_many_reviews_leave_the_drill_out_and_never_pass_the_block() -> None:
    flooded = replace(FOUND, due=400, due_minutes=300, review_limit=60)
    assert [(task.icon, task.minutes) for task in tasks("afternoon", 30, 0, flooded)] == [("review", 30)]


def test_the_evening_resumes_where_the_reader_stopped_and_turns_to_the_milestone() -> None:
    assert "You stopped at “The idea”" in tasks("evening", 75, 0, FOUND)[0].note
    assert tasks("evening", 75, 1, FOUND)[0].icon == "milestone"


@pytest.mark.parametrize(
    "block", ["morning", "afternoon", "evening", "deep-dive", "review", "short", "of-their-own"]
)
@pytest.mark.parametrize("found", [FOUND, NOTHING], ids=["all", "nothing"])
def test_every_block_has_a_suggestion_within_its_minutes(block: str, found: Found) -> None:
    for swap in range(4):
        given = tasks(block, 15, swap, found)
        assert given
        assert sum(task.minutes for task in given) <= 15
        assert all(task.title and task.url and task.note for task in given)
    assert choices(block, found) >= 0


def test_what_a_lesson_leaves_of_the_evening_goes_to_the_milestone() -> None:
    assert [(task.icon, task.minutes) for task in tasks("evening", 75, 0, FOUND)] == [
        ("book", 45),
        ("milestone", 30),
    ]
    assert [(task.icon, task.minutes) for task in tasks("evening", 50, 0, FOUND)] == [("book", 45)]


def test_a_short_post_is_followed_by_the_book() -> None:
    assert [(task.icon, task.minutes) for task in tasks("morning", 45, 1, FOUND)] == [
        ("link", 20),
        ("book", 25),
    ]
