"""The scheduler's minute, the heartbeat, the figures, and what is forgotten."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.config.beat import SCHEDULE
from portal.outbox import tasks
from portal.outbox.models import Delivery, Lane, Pulse, Rest, State
from portal.outbox.services.upkeep import prune
from tests.factories import NOON
from tests.outbox.helpers import DAY, HOUR, Clock, Sink, make_deliveries, make_delivery, run

pytestmark = pytest.mark.django_db


def test_a_minute_of_the_scheduler_sends_what_is_due_and_leaves_its_time(sink: Sink) -> None:
    make_delivery(due=timezone.now())
    tasks.tick.delay()
    assert len(sink.letters) == 1
    assert timezone.now() - Pulse.objects.get().ticked_at < timedelta(minutes=1)


def test_waking_sends_what_is_due(sink: Sink) -> None:
    make_delivery(due=timezone.now())
    tasks.wake.delay()
    assert len(sink.letters) == 1


def test_a_process_sends_in_one_thread_and_looks_again_when_it_was_woken_meanwhile(sink: Sink) -> None:
    make_delivery(due=timezone.now())
    with tasks._at_work:
        tasks.wake.delay()  # returns at once, as a second thread does while the first sends
        assert not sink.letters
    assert tasks._wanted.is_set()
    tasks.wake.delay()
    assert len(sink.letters) == 1


def test_beat_knows_the_tasks_by_their_names() -> None:
    named = {entry["task"] for entry in SCHEDULE.values()}
    assert {tasks.tick.name, tasks.prune.name} <= named


@pytest.fixture
def watchdog() -> Iterator[tuple[str, list[str]]]:
    """A service that waits for a heartbeat: its address, and what it was asked for."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/beat", heard
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_after_a_good_minute_the_watchdog_hears_of_it(
    settings: Settings, watchdog: tuple[str, list[str]]
) -> None:
    settings.HEARTBEAT_URL, heard = watchdog
    tasks.tick.delay()
    assert heard == ["/beat"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "not an address", "ftp://127.0.0.1:9/"])
def test_a_watchdog_that_does_not_hear_changes_nothing(settings: Settings, sink: Sink, url: str) -> None:
    settings.HEARTBEAT_URL = url
    make_delivery(due=timezone.now())
    tasks.tick.delay()
    assert len(sink.letters) == 1


def test_what_ended_ninety_days_ago_is_forgotten_and_nothing_else(clock: Clock) -> None:
    old, fresh, waiting = (make_delivery(due=NOON, kind="trial.daily") for _ in range(3))
    Delivery.objects.filter(pk__in=[old.pk, fresh.pk]).update(state=State.SENT, ended_at=NOON)
    Delivery.objects.filter(pk=fresh.pk).update(local_date=NOON.date() + 2 * DAY)
    assert prune(now=NOON + 90 * DAY) == 0
    assert prune(now=NOON + 92 * DAY) == 1
    assert set(Delivery.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk}


def test_a_rest_is_forgotten_a_day_after_it_was_over() -> None:
    Rest.objects.create(channel="email", domain="old.org", until=NOON - 2 * DAY)
    Rest.objects.create(channel="email", domain="new.org", until=NOON - HOUR)
    prune(now=NOON)
    assert Rest.objects.get().domain == "new.org"


def figures(client: Client, token: str = "a-token") -> dict[str, float]:
    """Return the figures by name and labels."""
    text = client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {token}").content.decode()
    rows = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in rows}


def test_the_figures_are_those_of_the_outbox(client: Client, settings: Settings, sink: Sink) -> None:
    settings.METRICS_TOKEN = "a-token"
    now = timezone.now()
    make_deliveries(3, due=now - HOUR)
    refused = Delivery.objects.select_related("user").earliest("due_at").user.email
    sink.at_rcpt = lambda address, nth: "550 No" if address == refused else "250 OK"
    run(Clock(now))
    make_delivery(due=now - HOUR)
    Pulse.objects.create(id=1, ticked_at=NOON)
    found = figures(client)
    assert found['portal_outbox_deliveries{state="sent"}'] == 2
    assert found['portal_outbox_deliveries{state="due"}'] == 1
    assert found['portal_outbox_sent_total{channel="email"}'] == 2
    assert found['portal_outbox_dead_total{channel="email"}'] == 1
    assert found['portal_outbox_uncertain_total{channel="email"}'] == 0
    assert 3600 <= found["portal_outbox_oldest_due_seconds"] < 3660
    assert found["portal_outbox_last_tick_timestamp_seconds"] == NOON.timestamp()


def test_the_counters_do_not_fall_when_rows_are_forgotten(sink: Sink, clock: Clock) -> None:
    make_deliveries(3)
    run(clock)
    prune(now=NOON + 100 * DAY)
    assert (Delivery.objects.count(), Lane.objects.get(channel="email").sent) == (0, 3)


@pytest.mark.parametrize(
    ("token", "given"), [("", ""), ("", "Bearer "), ("a-token", "Bearer b"), ("a-token", "")]
)
def test_without_the_token_there_are_no_figures(
    client: Client, settings: Settings, token: str, given: str
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", HTTP_AUTHORIZATION=given).status_code == 404
