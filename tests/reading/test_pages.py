"""Path, track, lesson and front page as a reader sees them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson, LessonAlias, Release
from portal.progress.services import note_place, set_done, set_tick
from tests.factories import (
    NOON,
    make_learner,
    make_lesson,
    make_milestone,
    make_module,
    make_plan,
    make_track,
)
from tests.markup import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    return make_learner("mira@example.org", name="Mira Okafor")


@pytest.fixture
def plan() -> dict[str, Lesson]:
    """A habit, and two tracks with three lessons, one of them an outline."""
    make_plan()
    habits, sql = make_track("habits", weeks=None), make_track("sql", title="SQL", short="SQL")
    make_lesson("habits/read", track=habits)
    joins = make_lesson("sql/joins", track=sql)
    make_milestone(sql, "m2", title="A mini warehouse", html="<p>Build a <em>star</em>.</p>")
    kafka = make_track("kafka", weeks=(3, 3))
    return {
        "joins": joins,
        "windows": make_lesson("sql/windows", track=sql, builds_on=[joins]),
        "topics": make_lesson("kafka/topics", track=kafka, status="outline", html="<h2>What it covers</h2>"),
    }


def get(client: Client, path: str, learner: User | None = None, status: int = 200) -> Page:
    if learner:
        client.force_login(learner)
    answer = client.get(path)
    assert answer.status_code == status, path
    page = read(answer.content)
    assert page.faults == []
    return page


def do(learner: User, lesson: Lesson, hour: int = 0) -> None:
    set_done(learner, lesson, done=True, at=NOON + timedelta(hours=hour), request_id=uuid4())


def test_the_front_page_tells_strangers_what_this_is(client: Client, plan: dict[str, Lesson]) -> None:
    page = get(client, "/")
    assert "Three tracks, one milestone" in page.text
    assert "A study day of the plan: 135 to 165 minutes." in page.text
    assert page.all("a", href="/accounts/login/")
    assert not page.all("a", href="/accounts/signup/")


def test_the_front_page_offers_an_account_where_sign_up_is_open(
    client: Client, plan: dict[str, Lesson], settings
) -> None:
    settings.SIGN_UP = "open"
    assert get(client, "/").all("a", href="/accounts/signup/")


def test_a_learner_goes_from_the_front_page_to_their_day(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert client.get("/")["Location"] == "/today/"


@pytest.mark.parametrize("path", ["/", "/path/"])
def test_without_a_curriculum_a_page_says_so_and_does_not_break(
    client: Client, learner: User, path: str
) -> None:
    assert "manage.py sync_content" in get(client, path).text
    assert "manage.py sync_content" in get(client, "/path/", learner).text


def test_the_path_lists_every_track_with_what_is_done(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    do(learner, plan["joins"])
    page = get(client, "/path/", learner)
    assert "Done 1 of 4 topics" in page.text
    assert "Written 3 lessons so far" in page.text
    assert [
        link["href"]
        for link in page.all("a")
        if link["href"].startswith("/path/") and "aria-label" not in link
    ][-4:-1] == [
        "/path/habits/",
        "/path/sql/",
        "/path/kafka/",
    ]
    assert page.all("li", aria_current="step", class_="leg--now")


def test_the_path_leads_on_to_the_section_the_learner_left(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    note_place(learner, plan["windows"], anchor="the-idea", at=NOON)
    page = get(client, "/path/", learner)
    assert page.all("a", href="/path/sql/windows/#the-idea", class_="button--primary")
    assert "Continue “Windows” at “The idea”" in page.text
    assert "You are here" in page.text


def test_somebody_new_begins_on_the_road_not_beside_it(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    assert "Begin “Joins”" in get(client, "/path/", learner).text


def test_a_stranger_is_told_once_what_signing_in_adds(client: Client, plan: dict[str, Lesson]) -> None:
    for path in ("/path/", "/path/sql/", "/path/sql/joins/"):
        page = get(client, path)
        assert page.text.count("You are reading without an account") == 1
        assert page.all("a", href=f"/accounts/login/?next={path}")
        assert "of 4 topics" not in page.text


@pytest.mark.parametrize("path", ["/path/", "/path/sql/", "/path/sql/joins/", "/path/sql/nope/"])
def test_strangers_sign_in_first_where_reading_needs_an_account(
    client: Client, plan: dict[str, Lesson], settings, path: str
) -> None:
    settings.READ_WITHOUT_ACCOUNT = False
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


def test_a_track_shows_its_lessons_their_states_and_its_milestone(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    do(learner, plan["joins"])
    page = get(client, "/path/sql/", learner)
    assert "Plan 3 to 4 weeks" in page.text
    assert "2 topics · 1 h 30" in page.text
    assert page.all("li", class_="lesson-row--now", aria_current="step")
    assert "A mini warehouse M2" in page.text
    assert page.all("a", href="#m2")
    assert [glyph["class"] for glyph in page.all("svg", class_="glyph")][:2] == [
        "glyph glyph--read",
        "glyph glyph--none",
    ]


def test_an_outline_is_marked_in_its_track_and_says_so_on_its_page(
    client: Client, plan: dict[str, Lesson]
) -> None:
    assert "Outline" in get(client, "/path/kafka/").text
    page = get(client, "/path/kafka/topics/")
    assert "This lesson is not written yet" in page.text
    assert "Proved on" not in page.text
    assert "I can do 1" in page.text


def test_a_track_without_topics_names_a_next_step(client: Client) -> None:
    make_module(make_track("empty"), "bare")
    page = get(client, "/path/empty/")
    assert "No topics yet" in page.text
    assert page.all("a", href="/path/", class_="button")


def test_a_lesson_shows_the_states_of_what_it_builds_on(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    do(learner, plan["joins"])
    page = get(client, "/path/sql/windows/", learner)
    assert page.all("a", href="/path/sql/joins/")
    assert "Joins , read" in page.text


def test_a_lesson_shows_the_learners_ticks_and_nobody_elses(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    items = plan["joins"].items.select_related("lesson")
    for who, key in ((learner, "item-1"), (make_learner(), "item-2")):
        set_tick(who, items.get(key=key), done=True, at=NOON, request_id=uuid4())
    page = get(client, "/path/sql/joins/", learner)
    assert [button["id"] for button in page.all("button", aria_pressed="true")] == ["tick-item-1"]
    assert "Things done 1 of 3" in page.text


def test_a_new_text_is_shown_at_once_although_the_page_was_drawn_before(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    assert "Joins" in get(client, "/path/sql/joins/", learner).text
    Lesson.objects.filter(uid="sql/joins").update(short="All joins", summary="A new summary.")
    assert "All joins In the plan: Joins A new summary." in get(client, "/path/sql/joins/", learner).text


def test_two_learners_never_see_each_others_name(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    other = make_learner(name="<b>Ada</b>")
    assert "Mira Okafor" in get(client, "/path/sql/joins/", learner).text
    page = get(client, "/path/sql/joins/", other)
    assert "Mira" not in page.text
    assert "<b>Ada</b>" in page.text


def test_an_old_address_leads_to_the_new_one_for_good(client: Client, plan: dict[str, Lesson]) -> None:
    LessonAlias.objects.create(uid="sql/old-joins", lesson=plan["joins"])
    answer = client.get("/path/sql/old-joins/")
    assert (answer.status_code, answer["Location"]) == (301, "/path/sql/joins/")


def test_a_lesson_that_left_says_so_and_that_history_is_kept(
    client: Client, learner: User, plan: dict[str, Lesson]
) -> None:
    do(learner, plan["joins"])
    Lesson.objects.filter(uid="sql/joins").update(retired_at=NOON)
    assert "kept" not in get(client, "/path/sql/joins/", status=410).text
    page = get(client, "/path/sql/joins/", learner, status=410)
    assert "Joins This lesson has left the curriculum. What you did in it is kept" in page.text


@pytest.mark.parametrize("path", ["/path/nope/", "/path/sql/nope/", "/path/nope/nope/", "/nope/"])
def test_what_there_is_not_is_not_found_with_a_way_on(
    client: Client, learner: User, plan: dict[str, Lesson], path: str
) -> None:
    assert get(client, path, learner, status=404).all("a", href="/path/", class_="button--primary")


def test_retired_tracks_and_their_lessons_leave_the_path(client: Client, plan: dict[str, Lesson]) -> None:
    track = plan["topics"].track
    track.retired_at = NOON
    track.save()
    assert "Kafka" not in get(client, "/path/").text
    get(client, "/path/kafka/", status=404)


def test_the_release_counts_for_nothing_on_a_page(client: Client, plan: dict[str, Lesson]) -> None:
    Release.objects.update(digest="f" * 64)
    get(client, "/path/sql/joins/")
