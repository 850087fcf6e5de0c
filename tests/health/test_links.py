"""Links are asked of a real server: within limits, safely, and called dead only after failures on two days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network

import pytest
from pytest_django import Settings

from portal.core.outside import Barred, Unreachable
from portal.health import tasks
from portal.health.models import LinkCheck
from portal.health.services.links import A_HOST, AGENT, HOPS, LEASE, PACE, check_links, status_of
from tests.factories import NOON
from tests.health.web import Web, web_server

LOOPBACK = [ip_network("127.0.0.0/8")]
DAY = timedelta(days=1)


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as server:
        yield server


def link(url: str, **fields: object) -> LinkCheck:
    return LinkCheck.objects.create(url=url, **{"next_at": NOON, **fields})


def local(url: str) -> int:
    return status_of(url, allowed=LOOPBACK)


def checked(now: datetime = NOON, pauses: list[float] | None = None, most: int = 200) -> int:
    return check_links(local, (pauses if pauses is not None else []).append, now=now, most=most)


def test_an_address_that_answers_is_asked_once_by_head_and_again_in_a_week(db: None, web: Web) -> None:
    row = link(web.answers_with("/a", 200))
    assert checked() == 1
    assert checked(NOON + 6 * DAY) == 0
    row.refresh_from_db()
    assert (row.status, row.failed_days, row.next_at) == (200, 0, NOON + 7 * DAY)
    assert web.asked == ["HEAD /a"]
    assert web.agents == {AGENT}


def test_a_server_that_refuses_head_is_asked_by_get(db: None, web: Web) -> None:
    link(web.answers_with("/a", 200, head=405))
    checked()
    assert web.asked == ["HEAD /a", "GET /a"]
    assert not LinkCheck.objects.exclude(failed_days=0).exists()


def test_a_link_is_dead_after_two_days_without_an_answer_and_not_after_two_tries(db: None, web: Web) -> None:
    row = link(web.answers_with("/gone", 404))
    checked(NOON)
    assert not LinkCheck.objects.dead().exists()
    LinkCheck.objects.update(next_at=NOON)
    checked(NOON + timedelta(minutes=5))
    assert not LinkCheck.objects.dead().exists(), "the same day counts once"
    checked(NOON + DAY)
    assert LinkCheck.objects.dead().get().problem == "The server answers 404."
    web.answers_with("/gone", 200)
    checked(NOON + 2 * DAY)
    row.refresh_from_db()
    assert (row.failed_days, row.problem) == (0, "")


def test_a_server_that_is_not_there_is_a_failure_with_its_reason(db: None) -> None:
    row = link("http://127.0.0.1:1025/")
    checked()
    row.refresh_from_db()
    assert (row.status, row.failed_days) == (None, 1)
    assert row.problem == "127.0.0.1 does not answer at this port."


def test_a_redirect_is_followed_and_a_circle_ends(web: Web) -> None:
    web.answers_with("/old", 301, Location="/new")
    web.answers_with("/new", 200)
    web.answers_with("/round", 302, Location="/round")
    assert local(f"{web.url}/old") == 200
    web.asked.clear()
    with pytest.raises(Unreachable, match="leads on and on"):
        local(f"{web.url}/round")
    assert len(web.asked) == HOPS + 1


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/", "http://169.254.169.254/latest/", "http://[::1]/", "https://10.0.0.1/", "file:///etc/passwd", "ftp://example.org/"],
)  # fmt: skip
def test_no_address_of_ones_own_network_is_ever_asked(url: str) -> None:
    with pytest.raises(Barred):
        status_of(url)


def test_a_redirect_into_ones_own_network_is_not_followed(web: Web) -> None:
    web.answers_with("/trap", 302, Location="http://10.0.0.1/")
    with pytest.raises(Barred):
        local(f"{web.url}/trap")


def test_a_run_asks_so_many_and_waits_between_two_of_one_host(db: None, web: Web) -> None:
    for number in range(A_HOST + 5):
        link(web.answers_with(f"/{number}", 200))
    pauses: list[float] = []
    assert checked(pauses=pauses) == A_HOST
    assert pauses == [PACE] * A_HOST
    assert checked(most=3) == 3
    assert checked() == 2


def test_a_run_ends_when_its_time_is_over_and_the_next_goes_on(db: None, web: Web) -> None:
    for number in range(4):
        link(web.answers_with(f"/{number}", 200))
    assert check_links(local, [].append, now=NOON, enough=lambda: len(web.asked) == 3) == 3
    assert checked() == 1


def test_two_runs_at_once_ask_an_address_once(db: None, web: Web) -> None:
    row = link(web.answers_with("/a", 200))
    web.before = lambda path: None
    seen: list[int] = []

    def asks(url: str) -> int:
        seen.append(check_links(local, [].append, now=NOON))  # the other run comes meanwhile
        return local(url)

    assert check_links(asks, [].append, now=NOON) == 1
    assert seen == [0]
    assert len(web.asked) == 1
    row.refresh_from_db()
    assert row.next_at == NOON + 7 * DAY


def test_a_run_that_dies_leaves_the_address_to_a_later_one(db: None, web: Web) -> None:
    link(web.answers_with("/a", 200))

    def dies(url: str) -> int:
        raise SystemExit

    with pytest.raises(SystemExit):
        check_links(dies, [].append, now=NOON)
    assert checked(NOON + LEASE) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "asked"), [(True, ["HEAD /a"]), (False, [])])
def test_the_switch_keeps_the_portal_from_asking(
    web: Web, settings: Settings, on: bool, asked: list[str]
) -> None:
    settings.LINK_CHECKS, settings.PRIVATE_ADDRESSES = on, LOOPBACK
    link(web.answers_with("/a", 200))
    tasks.ask_links()
    assert web.asked == asked
