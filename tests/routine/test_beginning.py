"""A new account: days before it existed are told as that, and never as days without study."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.routine.rules.rhythm import Told, began
from portal.routine.rules.year import year
from portal.routine.services.day import correct, log_minutes
from tests.factories import make_learner, make_plan
from tests.markup import Page, read

FRIDAY = date(2026, 11, 27)
JOINED = datetime(2026, 11, 27, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def learner(db: None) -> User:
    """Somebody who joined on a Friday."""
    make_plan()
    return make_learner(zone="Europe/Berlin", date_joined=JOINED)


def page_of(client: Client, learner: User, path: str = "/today/", at: datetime = JOINED) -> Page:
    client.force_login(learner)
    with time_machine.travel(at, tick=False):
        return read(client.get(path).content)


def test_the_week_says_which_days_were_before_the_account(client: Client, learner: User) -> None:
    text = page_of(client, learner).text
    assert text.count("before you began") == 4
    assert "nothing logged" not in text
    assert "0 min of 4 h 30 min" in text  # Friday and Saturday


def test_the_first_day_is_the_learners_own(client: Client, learner: User) -> None:
    """03:30 on Friday in Berlin is Thursday still, whose day ends at four."""
    User.objects.update(date_joined=datetime(2026, 11, 27, 2, 30, tzinfo=UTC))
    assert page_of(client, User.objects.get()).text.count("before you began") == 3


def test_a_day_without_study_after_the_first_is_told_as_it_is(client: Client, learner: User) -> None:
    text = page_of(client, learner, at=JOINED + DAY).text
    assert text.count("before you began") == 4
    assert text.count("nothing logged") == 1


def test_what_was_done_before_the_account_is_shown_and_counts_from_there(
    client: Client, learner: User
) -> None:
    correct(learner, FRIDAY - 2 * DAY, {"morning": (40, "done")}, now=JOINED, request_id=uuid4())
    text = page_of(client, learner).text
    assert "40 min" in text
    assert text.count("before you began") == 2


@pytest.mark.parametrize(
    ("joined", "studied", "since"),
    [
        (FRIDAY, [], FRIDAY),
        (FRIDAY, [FRIDAY - DAY], FRIDAY - DAY),
        (FRIDAY - 9 * DAY, [FRIDAY], FRIDAY - 9 * DAY),
        (FRIDAY + DAY, [], FRIDAY),
    ],
)
def test_a_learner_begins_with_the_account_or_with_study_before_it(
    joined: date, studied: list[date], since: date
) -> None:
    told = {day: Told(20, studied=True) for day in studied}
    told[FRIDAY - 30 * DAY] = Told(0, studied=False)
    assert began(joined, told, FRIDAY) == since


def test_the_year_is_no_block_of_days_without_study(client: Client, learner: User) -> None:
    log_minutes(learner, "evening", 20, now=JOINED, request_id=uuid4())
    page = page_of(client, learner, "/today/year/")
    assert len(page.all("circle")) == 52 * 7 + 4 + 1  # and one in the legend
    assert not [one for one in page.all("rect") if one["class"] == "heat__0" and one["width"] == "14"]
    assert "26 November: before you began" in page.text


def test_the_table_of_the_year_says_nothing_of_days_before_the_first() -> None:
    found = year({FRIDAY: Told(20, studied=True)}, {}, FRIDAY, FRIDAY)
    assert found.weeks[0].minutes == (None, None, None, None, 20, None, None)


def test_days_to_come_are_not_drawn() -> None:
    found = year({}, {}, FRIDAY, FRIDAY)
    assert len(found.cells) == 52 * 7 + 5
    assert found.cells[-1].said == "27 November: 0 min"


def test_who_was_here_all_year_sees_no_word_of_a_beginning(client: Client, learner: User) -> None:
    User.objects.update(date_joined=JOINED - 400 * DAY)
    assert "before you began" not in page_of(client, User.objects.get(), "/today/year/").text
