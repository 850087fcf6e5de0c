"""R6: a hundred thousand reminders of one minute are in the outbox within another, and leave at the configured rate.

The crowd is that of ``tests.bench.reminders``, a process with a database of its own; the short form has a small one here.
"""

import os
import re
import subprocess

import pytest
from pytest_django import Settings

from portal.outbox.models import Delivery
from portal.reminders.models import ReminderRule
from portal.reminders.services.enqueue import enqueue_due
from tests.faults.making import DUE, Clock, mailing, make_due, send
from tests.figures import LONG, form, note
from tests.ops.process import ROOT, python

CROWD, RATE = (300, 20) if LONG else (40, 10)
FOUND = re.compile(r"(\d) schedulers: ([\d,]+) in ([\d.]+) s, longest transaction ([\d.]+) s, peak (\d+) MB")


@pytest.mark.django_db
def test_r6_the_oldest_leave_first_and_never_faster_than_the_rate(settings: Settings) -> None:
    settings.SEND_RATES = {"email": float(RATE)}
    for n in range(CROWD):
        make_due(f"{n}@d{n % 7}.example.org", due=DUE)
    late = make_due("late@d1.example.org")
    enqueue_due(DUE)
    Delivery.objects.filter(user=late).update(due_at=DUE - DUE.resolution)
    clock = Clock()
    began = clock()
    with mailing() as server:
        while Delivery.objects.filter(state="due").exists():
            send(clock)
    took = (clock() - began).total_seconds()
    sent = [entry.recipient for entry in server.log]
    note("R6", form(), f"{len(sent)} letters at a rate of {RATE}/s", rate=f"{len(sent) / took:.1f}/s")
    assert sent == list(Delivery.objects.order_by("due_at", "id").values_list("user__email", flat=True))
    assert sent[0] == late.email
    assert len(sent) <= RATE * (took + 1)


@pytest.mark.django_db
def test_r6_whoever_is_due_in_one_minute_is_in_the_outbox_after_one_tick() -> None:
    for n in range(CROWD):
        make_due(f"{n}@d{n % 7}.example.org")
    enqueue_due(DUE)
    assert Delivery.objects.count() == CROWD
    assert not ReminderRule.objects.filter(next_due_at__lte=DUE).exists()


def bench(name: str, *words: str) -> str:
    """Run a measurement of ``tests.bench`` on a database beside that of the tests, and return what it printed."""
    url = os.environ.get("DATABASE_URL", "")
    env = {**os.environ, "DATABASE_URL": url and f"{url.rpartition('/')[0]}/crowd"}
    done = subprocess.run(
        python("-m", f"tests.bench.{name}", *words), cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


if LONG:

    def test_r6_a_hundred_thousand_are_in_the_outbox_within_a_minute() -> None:
        found = FOUND.findall(bench("reminders"))
        for schedulers, count, seconds, held, memory in found:
            done = f"{count} reminders of one minute, {schedulers} schedulers"
            note(
                "R6",
                form(),
                done,
                seconds=seconds,
                longest_transaction=f"{held} s",
                peak_memory=f"{memory} MB",
            )
        assert [(count, float(seconds) < 60) for _, count, seconds, *_ in found] == [("100,000", True)] * 2

    def test_r6_one_sender_says_how_fast_it_is() -> None:
        said = re.search(
            r"send: ([\d,]+) letters in [\d.]+ s, (\d+) a second.*?each\s+([\d.]+) ms \(p95 ([\d.]+)",
            bench("outbox", "2000", "1000"),
        )
        assert said is not None
        letters, rate, median, slow = said.groups()
        note(
            "R6",
            form(),
            f"{letters} letters, no limit",
            mails=f"{rate}/s",
            p50=f"{median} ms",
            p95=f"{slow} ms",
        )
        assert letters == "1,000"
