"""What a mail server may do to us: nothing is lost, nobody else is held up, and only a plain no is final."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

import pytest
from pytest_django import Settings

from portal.outbox.models import Delivery, Lane, Rest, State
from tests.factories import NOON
from tests.outbox.helpers import HOUR, MINUTE, Clock, Sink, make_deliveries, make_delivery, run

pytestmark = pytest.mark.django_db
LADDER = (30, 120, 480, 1920, 7200, 7200, 7200)


def busy(domain: str, answer: str = "450 Later") -> object:
    """Return what refuses the first letter to each address of a domain."""
    return lambda address, nth: answer if address.endswith(f"@{domain}") and nth == 1 else "250 OK"


def test_a_temporary_no_is_tried_again_and_the_letter_keeps_its_id(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery()
    sink.at_data = lambda address, nth: "451 Try again" if nth == 1 else "250 Taken"
    run(clock)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.answer) == (State.DUE, 1, "451 Try again")
    assert timedelta(seconds=22) < delivery.try_at - NOON <= timedelta(seconds=30)
    clock.now += timedelta(seconds=30)
    run(clock)
    assert sink.ids() == {delivery.message_id: 1}


def test_a_letter_that_is_refused_for_now_is_given_up_after_eight_tries(sink: Sink, clock: Clock) -> None:
    delivery = make_delivery(lasts=24 * HOUR)
    sink.at_data = lambda address, nth: "451 Try again"
    gaps = []
    for _ in range(8):
        clock.now = Delivery.objects.get().try_at
        run(clock)
        gaps.append((Delivery.objects.get().try_at - clock.now).total_seconds())
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.answer) == (State.DEAD, 8, "451 Try again")
    assert all(most * 0.75 <= gap <= most for gap, most in zip(gaps[:7], LADDER, strict=True))
    assert Lane.objects.get(channel="email").dead == 1


def test_a_next_try_that_would_come_too_late_is_not_waited_for(sink: Sink, clock: Clock) -> None:
    make_delivery(lasts=timedelta(seconds=20))
    sink.at_data = lambda address, nth: "451 Try again"
    run(clock)
    assert Delivery.objects.get().state == State.DEAD


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
def test_a_final_no_is_dead_at_once_with_the_answer(sink: Sink, clock: Clock, step: str) -> None:
    dead, *others = make_deliveries(3)
    address = dead.user.email
    setattr(sink, step, lambda to, nth: "550 No such mailbox" if to == address else "250 OK")
    run(clock)
    dead.refresh_from_db()
    assert (dead.state, dead.tries, dead.answer) == (State.DEAD, 1, "550 No such mailbox")
    assert sink.to == [other.user.email for other in others]
    assert sink.lines == 1


@pytest.mark.parametrize("answer", ["421 Too many", "450 Too many"])
def test_a_busy_domain_is_left_alone_and_the_others_go_on(sink: Sink, clock: Clock, answer: str) -> None:
    make_deliveries(30, domain="busy.org")
    make_deliveries(30, domain="fine.org")
    sink.at_rcpt = busy("busy.org", answer)
    run(clock)
    assert len(sink.to) == 30
    assert sum(sink.asked[to] for to in sink.asked if to.endswith("@busy.org")) == 1
    rest = Rest.objects.get()
    assert (rest.domain, rest.answer, rest.until) == ("busy.org", answer, NOON + timedelta(seconds=15))


def test_a_busy_domain_is_asked_again_after_a_longer_rest_each_time(sink: Sink, clock: Clock) -> None:
    make_deliveries(3, domain="busy.org")
    sink.at_rcpt = lambda address, nth: "450 Later"
    rests = []
    for _ in range(4):
        run(clock)
        rest = Rest.objects.get()
        rests.append((rest.until - clock.now).total_seconds())
        clock.now = rest.until
    assert rests == [15, 30, 60, 120]
    sink.at_rcpt = lambda address, nth: "250 OK"
    clock.now += 10 * MINUTE
    run(clock)
    assert (len(sink.letters), Rest.objects.count()) == (3, 0)


def test_a_line_that_drops_after_the_text_is_opened_anew_for_the_next(sink: Sink, clock: Clock) -> None:
    first, *others = make_deliveries(3)
    unlucky = first.user.email
    sink.at_data = lambda address, nth: "cut" if (address, nth) == (unlucky, 1) else "250 Taken"
    run(clock)
    first.refresh_from_db()
    assert (first.state, first.tries) == (State.DUE, 1)
    assert sink.to == [other.user.email for other in others]
    clock.now += MINUTE
    run(clock)
    assert sink.to[-1] == unlucky


def test_a_letter_whose_answer_never_came_is_counted_as_uncertain_and_keeps_its_id(
    sink: Sink, clock: Clock
) -> None:
    heard, *_ = make_deliveries(3)
    kept = []

    def keep_and_cut(address: str, nth: int) -> str:
        if (address, nth) == (heard.user.email, 1):
            kept.append(address)
            return "cut"
        return "250 Taken"

    sink.at_data = keep_and_cut
    run(clock)
    clock.now += MINUTE
    run(clock)
    assert kept == [heard.user.email]
    assert set(Delivery.objects.values_list("pk", "state", "uncertain")) == {
        (delivery.pk, State.SENT, int(delivery == heard)) for delivery in Delivery.objects.all()
    }
    assert (Lane.objects.get(channel="email").uncertain, sink.ids()[heard.message_id]) == (1, 1)


def test_a_refused_letter_and_a_line_that_drops_before_its_text_leave_no_doubt(
    sink: Sink, clock: Clock
) -> None:
    make_deliveries(2)
    sink.at_rcpt = lambda address, nth: "450 Not now" if nth == 1 else "250 OK"
    sink.at_data = lambda address, nth: "451 Later" if nth == 2 else "250 Taken"
    sink.at_mail = lambda nth: "421 Enough" if nth > 1 else "250 OK"
    for _ in range(6):
        run(clock)
        clock.now += 10 * MINUTE
    assert set(Delivery.objects.values_list("state", "uncertain")) == {(State.SENT, 0)}
    assert Lane.objects.get(channel="email").uncertain == 0


def test_a_server_that_ends_a_conversation_after_ten_letters_loses_none(sink: Sink, clock: Clock) -> None:
    make_deliveries(35)
    sink.at_mail = lambda nth: "250 OK" if nth <= 10 else "421 Enough for one conversation"
    run(clock)
    assert (len(sink.letters), sink.lines) == (35, 4)
    assert not Delivery.objects.exclude(tries=0).exists()


def test_no_server_costs_no_letter_a_try(settings: Settings, clock: Clock) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        make_deliveries(60)
        run(clock)
    assert Delivery.objects.filter(state=State.DUE, tries=0).count() == 60
    assert Delivery.objects.exclude(answer="").count() == 1
    assert Rest.objects.get().domain == ""


def test_after_a_refused_password_nothing_is_dead(sink: Sink, settings: Settings, clock: Clock) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"  # the server offers no sign-in
    make_deliveries(3)
    run(clock)
    assert Delivery.objects.filter(state=State.DUE, tries=0).count() == 3
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    clock.now += MINUTE
    run(clock)
    assert len(sink.letters) == 3


def test_a_failed_tls_handshake_loses_no_letter(sink: Sink, settings: Settings, clock: Clock) -> None:
    settings.EMAIL_USE_TLS = True  # which the server does not offer
    make_deliveries(2)
    run(clock)
    assert Delivery.objects.filter(state=State.DUE, tries=0).count() == 2
    assert not sink.letters


@pytest.fixture
def tar_pit(settings: Settings) -> Iterator[Event]:
    """A mail server that greets, then says one letter of an answer now and then and never comes to its end."""
    over, door = Event(), socket.create_server(("127.0.0.1", 0))

    def drip(line: socket.socket) -> None:
        with line:
            line.sendall(b"220 pit\r\n")
            try:
                line.recv(1000)
                line.sendall(b"250 pit\r\n")
                while not over.wait(0.2):
                    line.sendall(b"2")
            except OSError:
                return

    def listen() -> None:
        while not over.is_set():
            try:
                line, _ = door.accept()
            except OSError:
                return
            Thread(target=drip, args=[line], daemon=True).start()

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = door.getsockname()
    Thread(target=listen, daemon=True).start()
    yield over
    over.set()
    door.close()


def test_a_server_that_drips_holds_a_letter_no_longer_than_the_time_out(
    tar_pit: Event, settings: Settings, clock: Clock
) -> None:
    settings.EMAIL_TIMEOUT = 1
    first, *_ = make_deliveries(2, domain="pit.org")
    began = monotonic()
    run(clock)
    assert monotonic() - began < 5  # the answer would never have ended
    first.refresh_from_db()
    assert (first.state, first.tries) == (State.DUE, 1)
    assert Rest.objects.get().domain == "pit.org"
    assert Delivery.objects.filter(state=State.DUE, tries=0).count() == 1
