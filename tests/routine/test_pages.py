"""The pages of the routine, as a learner sees them."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.ledger import differences
from portal.progress.models import StudyDay
from portal.progress.services import note_place, set_done
from portal.review.models import Card
from portal.routine.models import BlogPost, Timer
from portal.routine.rules.plan import DayType
from portal.routine.services.day import log_minutes, mark, set_state
from portal.routine.services.routine import pause, save_routine
from portal.routine.services.timer import start
from tests.factories import NOON, make_learner, make_lesson
from tests.markup import read
from tests.routine.visits import send, send_form, shown

pytestmark = pytest.mark.django_db


def test_every_block_says_what_to_do_and_why(browser: Client) -> None:
    text = shown(browser)
    assert "Tuesday, 24 November" in text
    for words in ("Fundamentals, chapter 1: Storage", "Lesson: Joins", "Next in Sql", "0 of 150 minutes"):
        assert words in text


def test_the_evening_goes_on_where_the_reader_stopped(browser: Client, learner: User) -> None:
    lesson = make_lesson("kafka/topics")
    note_place(learner, lesson, anchor="the-idea", at=NOON)
    assert "You stopped at “The idea”" in shown(browser)


def test_what_is_done_is_not_suggested_again(browser: Client, learner: User) -> None:
    lesson = Lesson.objects.get(uid="sql/joins")
    set_done(learner, lesson, done=True, at=NOON, request_id=uuid4())
    text = shown(browser)
    assert "Lesson: Windows" in text
    assert "Lesson: Joins" not in text


def test_cards_that_are_due_come_before_the_drill(browser: Client, learner: User) -> None:
    for number in range(4):
        Card.objects.create(
            user=learner,
            kind="question",
            ref=f"q#{number}",
            created_at=NOON,
            due=NOON,
            state=2,
            last_review=NOON,
            stability=1,
        )
    text = shown(browser)
    assert "4 reviews due" in text
    assert "4 due now, about 3 min" in text


def test_a_post_that_was_read_gives_way_to_the_next(browser: Client, learner: User) -> None:
    posts = [
        BlogPost.objects.create(
            blog="netflix",
            url=f"https://example.org/{n}",
            title=f"Post {n}",
            published_at=NOON - timedelta(days=n),
        )
        for n in range(2)
    ]
    set_state(learner, "morning", "", now=NOON, request_id=uuid4())
    send(browser, "/today/block/morning/swap/")
    assert "Post 0" in shown(browser)
    mark(learner, f"post:{posts[0].pk}", "read", now=NOON, request_id=uuid4())
    assert "Post 1" in shown(browser)


def test_without_a_feed_the_blogs_own_page_is_the_way(browser: Client) -> None:
    send(browser, "/today/block/morning/swap/")
    assert "Blog of the day: Netflix TechBlog" in shown(browser)


def test_a_page_kept_in_a_chapter_is_told_where_the_chapter_is_suggested(browser: Client) -> None:
    send(browser, "/today/mark/", what="page:storage", mark="57")
    assert "You stopped at page 57." in shown(browser)
    assert "Stopped at page in Storage" in shown(browser, "/today/reading/")


def test_a_chapter_that_is_ticked_leads_to_the_next(browser: Client) -> None:
    send(browser, "/today/mark/", what="chapter:storage", mark="read")
    assert "chapter 2: Ingestion" in shown(browser)
    assert "1 of 2 chapters read" in shown(browser, "/today/reading/")


def test_each_form_of_the_reading_list_is_sent_by_itself(browser: Client) -> None:
    page = browser.get("/today/reading/").content.decode()
    ids = re.findall(r'name="request" value="(\w+)"', page)
    assert len(ids) == len(set(ids)) > 3
    for name, number in zip(re.findall(r'value="(chapter:\w+)"', page), ids[::2], strict=False):
        browser.post("/today/mark/", {"what": name, "mark": "read", "request": number})
    assert "2 of 2 chapters read" in shown(browser, "/today/reading/")


def test_a_step_of_the_milestone_is_ticked_and_counted(browser: Client) -> None:
    assert "0 of 2 steps" in shown(browser)
    send(browser, "/today/mark/", what="step:m1#1", mark="read")
    assert "1 of 2 steps" in shown(browser)


def test_a_timer_runs_on_and_is_paused(browser: Client, learner: User) -> None:
    send(browser, "/today/block/morning/timer/", NOON - timedelta(minutes=12), action="start")
    text = shown(browser)
    assert "Running" in text
    assert "12 min of 45 min" in text
    assert "since 12:48" in text
    send(browser, "/today/block/morning/timer/", action="pause")
    assert "12 of 150 minutes" in shown(browser)
    assert not Timer.objects.exists()


def test_a_second_timer_is_refused_in_words(browser: Client) -> None:
    send(browser, "/today/block/morning/timer/", action="start")
    assert send(browser, "/today/block/evening/timer/", action="start") == 409


def test_a_forgotten_timer_is_asked_about(browser: Client, learner: User) -> None:
    start(learner, "morning", now=NOON - timedelta(hours=4))
    text = shown(browser)
    assert "Still running since 09:00" in text
    assert "At most 90" in text
    send(browser, "/today/block/morning/timer/", action="finish", minutes="50")
    assert StudyDay.objects.get().minutes == 50


def test_fifteen_minutes_are_one_block_and_can_be_taken_back(browser: Client) -> None:
    send(browser, "/today/shape/", shape="short")
    text = shown(browser)
    assert "0 of 15 minutes" in text
    assert "Short day" in text
    send(browser, "/today/shape/", shape="")
    assert "0 of 150 minutes" in shown(browser)


def test_minutes_of_before_stay_in_sight_on_a_short_day(browser: Client, learner: User) -> None:
    log_minutes(learner, "morning", 20, now=NOON, request_id=uuid4())
    send(browser, "/today/shape/", shape="short")
    assert "20 of 45 min" in shown(browser)


def test_a_day_made_the_rest_day_asks_nothing(browser: Client) -> None:
    send(browser, "/today/shape/", shape="rest")
    assert "A rest day" in shown(browser)


@time_machine.travel(NOON, tick=False)
def test_a_rest_day_leads_to_the_review_of_what_cannot_wait(browser: Client) -> None:
    assert not read(browser.get("/today/").content).all("a", href="/review/?easy=yes")
    send(browser, "/today/shape/", shape="rest")
    [link] = read(browser.get("/today/").content).all("a", href="/review/?easy=yes")
    assert browser.get(link["href"]).context["queue"].mode == "easy"


def test_a_day_with_every_block_done_ends_calmly(browser: Client) -> None:
    for block in ("morning", "afternoon", "evening"):
        send(browser, f"/today/block/{block}/state/", state="done")
    assert "That is all for today" in shown(browser)


def test_a_pause_plans_nothing(browser: Client, learner: User) -> None:
    pause(learner, now=NOON)
    assert "nothing is missed" in shown(browser)


def test_a_past_day_is_corrected_by_a_form_and_marked(browser: Client, learner: User) -> None:
    form = {
        "morning-minutes": "40",
        "morning-state": "done",
        "afternoon-minutes": "0",
        "evening-minutes": "5",
    }
    assert send_form(browser, "/today/2026-11-23/", form) == 302
    row = StudyDay.objects.get()
    assert (row.minutes, row.edited, row.done) == (45, True, 1)
    assert "It was edited before" in shown(browser, "/today/2026-11-23/")
    assert differences(learner) == []


@pytest.mark.parametrize("day", ["2026-11-25", "2024-11-23", "someday", "2026-02-31"])
def test_days_that_are_not_of_the_last_year_are_not_found(browser: Client, day: str) -> None:
    with time_machine.travel(NOON, tick=False):
        assert browser.get(f"/today/{day}/").status_code == 404


@pytest.mark.parametrize("minutes", ["", "-3", "ten", "99999999999999999999", "1e3", "٣"])
def test_minutes_that_are_no_number_are_refused_in_words(browser: Client, minutes: str) -> None:
    assert send(browser, "/today/block/morning/log/", minutes=minutes) == 409
    assert not StudyDay.objects.filter(minutes__gt=0).exists()


def test_the_routine_is_changed_by_a_form(browser: Client, learner: User) -> None:
    form = {"morning-minutes": "20", "morning-clock": "06:15", "morning-on": "on"}
    for block in ("afternoon", "evening", "deep-dive", "review"):
        form |= {f"{block}-minutes": "30", f"{block}-clock": "18:00"}
    form |= {f"day-{n}": DayType.STUDY.value for n in range(7)}
    assert send_form(browser, "/settings/routine/", form) == 302
    text = shown(browser)
    assert "0 of 20 minutes" in text
    assert "planned 06:15" in text


def test_a_routine_with_a_wrong_clock_says_so(browser: Client) -> None:
    assert send_form(browser, "/settings/routine/", {"morning-clock": "25:00"}) == 200


def test_days_off_are_planned_and_removed(browser: Client, learner: User) -> None:
    assert send(browser, "/settings/routine/away/", first="2026-12-20", last="2027-01-03") == 302
    assert "20 December 2026 to 3 January 2027" in shown(browser, "/settings/routine/")
    away = learner.times_away.get()
    send(browser, f"/settings/routine/away/{away.pk}/remove/")
    assert not learner.times_away.exists()
    assert send(browser, "/settings/routine/away/", first="2027-01-03", last="2026-12-20") == 200


def test_nobody_removes_the_days_off_of_another(browser: Client) -> None:
    other = make_learner()
    away = other.times_away.create(first=NOON.date(), last=NOON.date())
    send(browser, f"/settings/routine/away/{away.pk}/remove/")
    assert other.times_away.exists()


def test_the_year_says_the_same_in_the_drawing_and_in_the_table(browser: Client, learner: User) -> None:
    for n in range(3):
        log_minutes(learner, "evening", 50, now=NOON - timedelta(days=n), request_id=uuid4())
    page = shown(browser, "/today/year/")
    assert "2 h 30 min on 3 days" in page
    assert "24 November: 50 min" in page


def test_the_forecast_says_what_it_rests_on_and_what_more_would_change(browser: Client) -> None:
    text = shown(browser, "/today/forecast/?more=15")
    assert "15 min more a day" in text
    assert "2 topics in 3.5 weeks" in text
    assert "so far it is the plan's alone" in text


@pytest.mark.parametrize("more", ["", "abc", "-5", "99999999", "%00"])
def test_nonsense_in_the_address_of_the_forecast_does_no_harm(browser: Client, more: str) -> None:
    assert browser.get(f"/today/forecast/?more={more}").status_code == 200


def test_the_first_day_of_a_learner_without_a_plan_is_empty_and_whole(client: Client) -> None:
    client.force_login(make_learner())
    assert "A rest day" in shown(client)


def test_the_day_is_the_learners_own(browser: Client, learner: User) -> None:
    here = datetime(2026, 11, 25, 3, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    with time_machine.travel(here, tick=False):
        assert "Tuesday, 24 November" in read(browser.get("/today/").content).text


def test_a_week_of_rest_only_has_no_forecast_and_no_complaint(browser: Client, learner: User) -> None:
    save_routine(learner, {"week": [DayType.REST] * 7}, now=NOON)
    assert "No date" in shown(browser)
    assert "no date to name" in shown(browser, "/today/forecast/")
