"""R7: trouble with a mail server neither loses a letter nor holds up those to others."""

from itertools import pairwise

import pytest
from django.conf import settings
from django.test import override_settings

from portal.outbox.channels import channels
from portal.outbox.messages import Message
from portal.outbox.models import Delivery, State
from portal.reminders.services.enqueue import enqueue_due
from tests.factories import make_learner
from tests.faults.making import DUE, Clock, mailing, make_due, send, send_all
from tests.faults.smtp import CUT, HANG, TAKE, TAKE_AND_CUT, Act
from tests.figures import LONG, form, note

pytestmark = pytest.mark.django_db
TIMEOUT = float(settings.EMAIL_TIMEOUT) if LONG else 1.0
MOST = 15.0 if LONG else 60.0  # the short form runs on busy machines, and is decided by what was sent alone
MINUTES = 4 if LONG else 12
WELL = 150 if LONG else 20
TEMPORARY = {
    "busy": Act("421 4.3.2 Closing", step="RCPT", cut=True),
    "full": Act("450 4.2.0 Busy", step="RCPT"),
    "later": Act("451 4.3.0 Try later"),
    "cut": CUT,
    "left": TAKE_AND_CUT,
    "hang": HANG,
}
PERMANENT = {
    "nobody": Act("550 5.1.1 No such user", step="RCPT"),
    "refused": Act("554 5.7.1 Not wanted"),
}
DOORS = {
    "refused": None,
    "421 at the door": Act("421 Too many", step="HELLO", cut=True),
    "silent": Act("", step="HELLO"),
    "broken TLS": Act("220 Go ahead", step="STARTTLS", cut=True),
    "535 to the password": Act("535 5.7.8 Wrong", step="AUTH"),
}


def trouble(recipient: str, nth: int) -> Act:
    """Do what the domain is called: the temporary ones with the first letter to somebody."""
    name = recipient.partition("@")[2].partition(".")[0]
    if name in PERMANENT:
        return PERMANENT[name]
    return TEMPORARY.get(name, TAKE) if nth == 1 else TAKE


def states() -> dict[str, set[str]]:
    """Return who is in which state."""
    found: dict[str, set[str]] = {}
    for email, state in Delivery.objects.values_list("user__email", "state"):
        found.setdefault(state, set()).add(email)
    return found


def test_r7_exactly_the_permanent_ones_are_dead_and_nobody_waits_longer_than_one_timeout() -> None:
    bad = [f"{n}@{name}.example.org" for n in range(3) for name in (*TEMPORARY, *PERMANENT)]
    good = [f"{n}@well{n % 7}.example.org" for n in range(WELL)]
    between = max(1, WELL // len(bad))
    for n, address in enumerate(good):
        make_due(address)
        if n % between == 0 and bad:
            make_due(bad.pop())
    for address in bad:
        make_due(address)
    enqueue_due(DUE)
    with mailing(TIMEOUT) as server:
        server.script = trouble
        clock = Clock()
        send(clock)
        moments = [entry.at for entry in server.log if entry.recipient in good and entry.kept]
        send_all(clock)
    dead = {f"{n}@{name}.example.org" for n in range(3) for name in PERMANENT}
    stall = max(later - earlier for earlier, later in pairwise(moments))
    found = states()
    note(
        "R7",
        form(),
        f"{', '.join((*TEMPORARY, *PERMANENT))} at 3 addresses each, among {WELL} others",
        dead=len(found["dead"]),
        dead_but_not_permanent=len(found["dead"] - dead),
        lost=len(set(good) - found["sent"]),
        longest_stall=f"{stall:.1f} s",
    )
    assert found.keys() == {"sent", "dead"}
    assert found["dead"] == dead
    assert set(good) <= found["sent"]
    assert len(moments) >= WELL - 6  # whoever comes right after a cut line may have to come again
    assert stall <= MOST


def test_r7_a_line_that_is_closed_after_a_letter_costs_the_next_letter_nothing() -> None:
    learner, message = make_learner(), Message("Study", "Now.", "Now.", "http://localhost/")
    with mailing(TIMEOUT) as server, channels["email"].open() as line:
        server.script = lambda recipient, nth: TAKE_AND_CUT
        line.send(learner, message, "<1@localhost>")
        server.hung_up()
        line.send(learner, message, "<2@localhost>")
    assert server.kept() == {"<1@localhost>": 1, "<2@localhost>": 1}


@pytest.mark.parametrize("door", DOORS)
def test_r7_while_the_server_lets_nobody_in_every_letter_waits_for_it_and_none_is_given_up(door: str) -> None:
    for n in range(5):
        make_due(f"{n}@d{n}.example.org")
    enqueue_due(DUE)
    clock = Clock()
    with (
        mailing(TIMEOUT) as server,
        override_settings(
            EMAIL_USE_TLS=door == "broken TLS",
            EMAIL_HOST_USER="portal" * (door[:3] == "535"),
            EMAIL_HOST_PASSWORD="wrong",
        ),
    ):
        act = DOORS[door]
        server.door = act
        server.starttls, server.auth = door == "broken TLS", door[:3] == "535"
        if act is None:
            server.deafen()
        for _ in range(MINUTES):
            send(clock)
            clock.skip(60)
        kept, waiting = server.kept().total(), Delivery.objects.filter(state=State.DUE).count()
        if act is None:
            server.listen()
        server.door = None
        with override_settings(EMAIL_USE_TLS=False):
            send_all(clock)
        arrived = server.kept()
    note("R7", form(), f"{door}, for {MINUTES} minutes", kept_waiting=waiting, lost=5 - len(arrived))
    assert (kept, waiting) == (0, 5)
    assert sorted(arrived.values()) == [1] * 5
