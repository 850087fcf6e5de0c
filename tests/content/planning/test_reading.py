"""A plain study plan is read as it was meant, and what is left out is named."""

import pytest

from portal.content.planning.plain.durations import Weeks
from tests.content.planning.plans import FOLDER, notes_and_plan, problems_of, read, topics

pytestmark = pytest.mark.once

PLATFORM = (FOLDER / "platform.md").read_text(encoding="utf-8")
ODD = (FOLDER / "odd.md").read_text(encoding="utf-8")


def test_title_summary_and_tracks_with_their_lengths() -> None:
    plan = read(PLATFORM)
    assert (plan.title, plan.summary[:21]) == ("Data Platform Plan", "From the first script")
    assert [(track.title, track.weeks) for track in plan.tracks] == [
        ("Core Habits", Weeks(None)),
        ("Python", Weeks((4, 4))),
        ("SQL", Weeks((3, 4))),
        ("Docker", None),
    ]


def test_modules_hold_topics_and_topics_their_points_one_line_each() -> None:
    python = read(PLATFORM).tracks[1]
    assert [module.title for module in python.modules] == ["Basics", "Advanced (Data Engineering Focus)"]
    collections = python.modules[0].topics[1]
    assert collections.title == "Collections"
    assert collections.points == ("lists, tuples", "dicts and sets: when a set is faster", "comprehensions")


def test_topics_right_below_a_track_are_a_module_of_its_name() -> None:
    assert [module.title for module in read(PLATFORM).tracks[0].modules] == ["Core Habits"]


@pytest.mark.parametrize(
    "line",
    [
        "**Milestone:** Build it.",
        "Milestone: Build it",
        "🎯 Milestone: Build it",
        "- Milestone: Build it",
        "### Milestone\n\nBuild it.",
        "### Milestone 1: Build it",
        "**Meilenstein: Build it**",
    ],
)
def test_a_milestone_is_found_in_every_form(line: str) -> None:
    plan = read(f"# P\n## Python\n- Lists\n\n{line}\n")
    assert plan.tracks[0].milestone is not None
    assert plan.tracks[0].milestone.title == "Build it"
    assert topics(plan) == ["Lists"]


def test_the_list_behind_a_milestone_is_its_steps() -> None:
    milestone = read(PLATFORM).tracks[2].milestone
    assert milestone is not None
    assert milestone.steps == ("Draw the star", "Load it twice", "Answer 24 questions")


def test_routine_of_day_and_week() -> None:
    plan = read(PLATFORM)
    assert [(slot.title, slot.minutes) for slot in plan.daily] == [
        ("Morning", (45, 45)),
        ("Afternoon", (30, 30)),
        ("Evening", (60, 90)),
    ]
    assert plan.daily[0].items == ("Read a chapter of the book", "Rotate with engineering blogs")
    assert [(slot.title, slot.minutes) for slot in plan.weekly] == [
        ("Long deep-dive session", (120, 180)),
        ("Review/notes session", None),
        ("Rest day (no tech to avoid burnout)", (0, 0)),
    ]


def test_day_and_week_may_stand_below_one_heading() -> None:
    plan = read(
        "# P\n## Routine\n### Daily\n#### Morning 45 min\n- Read\n### Weekly\n- Rest\n## SQL\n- Joins\n"
    )
    assert [(slot.title, slot.items) for slot in plan.daily] == [("Morning", ("Read",))]
    assert [slot.title for slot in plan.weekly] == ["Rest"]


def test_the_book_has_authors_and_chapters_in_parts() -> None:
    book = read(PLATFORM).book
    assert book is not None
    assert (book.title, book.authors) == ("Fundamentals of Data Engineering", ("Joe Reis", "Matt Housley"))
    assert book.chapters[-1] == ("Storage", "Depth")


def test_a_blog_without_an_address_is_left_out_and_named() -> None:
    notes, plan = notes_and_plan(
        "# P\n## SQL\n- Joins\n## Blogs\n- Netflix\n- [Uber](https://www.uber.com/blog/)\n"
    )
    assert [blog.title for blog in plan.blogs] == ["Uber"]
    assert "plan.md:5: the blog 'Netflix' has no address, so it was left out; `Name: https://…`" in notes


def test_an_odd_plan_loses_nothing_without_a_word() -> None:
    notes, plan = notes_and_plan(ODD)
    assert plan.title == "Mine"
    assert [track.title for track in plan.tracks] == ["Грамматика данных 📚", "Größen & Maße"]
    assert plan.tracks[1].weeks == Weeks((2, 3))
    assert topics(plan)[:3] == ["Таблицы", "Таблицы", "🔑"]
    assert "Leer" in topics(plan)
    lines = [note.split(":")[1] for note in notes]
    assert lines == ["35", "36", "38", "3", "18", "21"]


def test_a_link_stays_in_a_point_and_one_that_leads_nowhere_is_its_text() -> None:
    topic = (
        read("# P\n## SQL\n- [Joins](https://example.org/j) and [more](more.md) ![x](y.png)\n")
        .tracks[0]
        .modules[0]
        .topics[0]
    )
    assert (topic.title, topic.points) == ("Joins and more x", ("[Joins](https://example.org/j) and more x",))


def test_headings_below_a_module_are_topics_and_their_lists_points() -> None:
    plan = read("# P\n## SQL\n### Core\n#### Windows\n- rank\n- frame\n  - rows\n#### Joins\nAll of them.\n")
    assert [(topic.title, topic.points) for topic in plan.tracks[0].modules[0].topics] == [
        ("Windows", ("rank", "frame: rows")),
        ("Joins", ("All of them.",)),
    ]


def test_headings_may_be_underlined_or_bold() -> None:
    plan = read("Mine\n====\n\nSQL (2 weeks)\n---\n\n**Core**\n\n• Joins\n• CTEs\n")
    assert plan.title == "Mine"
    assert (plan.tracks[0].title, plan.tracks[0].modules[0].title) == ("SQL", "Core")
    assert topics(plan) == ["Joins", "CTEs"]


def test_tabs_and_windows_line_ends_nest_lists_all_the_same() -> None:
    plan = read("# P\n## SQL\n- Joins\n\t- inner\n\t\t- hash\n")
    assert plan.tracks[0].modules[0].topics[0].points == ("inner: hash",)


def test_a_topic_may_go_on_in_the_next_line() -> None:
    assert topics(read("# P\n## SQL\n- Joins of\n  all kinds\n- CTEs\nand more\n")) == [
        "Joins of all kinds",
        "CTEs and more",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "plan.md:1: no tracks; `# Title`"),
        ("just words\n- and a list\n", "plan.md:1: no tracks; `# Title`"),
        ("# P\n## SQL (200 weeks)\n- a\n", "plan.md:2: a track of 200 weeks; at most 104"),
        ("# P\n" + "## T\n- a\n" * 41, "plan.md:82: 41 tracks; at most 40"),
        ("# P\n## T\n" + "- a\n" * 2001, "plan.md:2: 2,001 topics; at most 2,000"),
        ("# P\n## T\n- a\n## Daily\n- Read 11 hours\n", "plan.md:5: a block of 660 minutes; at most 600"),
        ("# P\n" + "## T\n- a\n\nMilestone: b\n" * 10, "plan.md:41: 10 milestones; at most 9"),
    ],
)
def test_what_no_curriculum_can_hold_is_a_problem_with_its_line(text: str, problem: str) -> None:
    assert [found for found in problems_of(text) if found.startswith(problem)], problems_of(text)
