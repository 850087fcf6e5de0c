"""The staff page: what it shows, and what staff can do there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.outbox.models import Delivery, Pulse, State
from portal.outbox.selectors.queue import standing
from tests.factories import make_learner
from tests.outbox.helpers import DAY, HOUR, MINUTE, make_deliveries, make_delivery

pytestmark = pytest.mark.django_db
PAGE = "/staff/outbox/"


@pytest.fixture
def staff(client: Client) -> User:
    """Somebody of the staff, signed in."""
    user = make_learner("staff@example.org", is_staff=True, zone="Asia/Kolkata")
    client.force_login(user)
    return user


def make_dead(**values: object) -> Delivery:
    """Make a delivery of this hour that a mail server would not take."""
    now = timezone.now()
    delivery = make_delivery(due=now - MINUTE, **values)
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.DEAD, tries=1, answer="550 No such mailbox", ended_at=now
    )
    return delivery


def test_without_a_delivery_the_page_says_what_will_come(client: Client, staff: User) -> None:
    text = client.get(PAGE).content.decode()
    assert "Nothing was due yet" in text
    assert "The scheduler has not come round yet" in text


def test_a_failure_stands_there_with_the_answer_of_the_server(client: Client, staff: User) -> None:
    delivery = make_dead()
    text = client.get(PAGE, {"view": "dead"}).content.decode()
    assert delivery.user.email in text
    assert "550 No such mailbox" in text
    assert "Daily" in text


def test_an_answer_that_is_markup_is_text(client: Client, staff: User) -> None:
    delivery = make_dead()
    Delivery.objects.filter(pk=delivery.pk).update(answer="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(PAGE).content.decode()


def test_a_view_holds_only_its_state(client: Client, staff: User) -> None:
    dead, due = make_dead(), make_delivery(due=timezone.now())
    text = client.get(PAGE, {"view": "waiting"}).content.decode()
    assert due.user.email in text
    assert dead.user.email not in text


@pytest.mark.parametrize("query", ["view=nonsense&page=x", "page=-3", "page=999999", "view=dead&page=0"])
def test_an_odd_address_is_a_page_all_the_same(client: Client, staff: User, query: str) -> None:
    make_dead()
    assert client.get(f"{PAGE}?{query}").status_code == 200


def test_a_tick_that_is_minutes_old_is_said(client: Client, staff: User) -> None:
    Pulse.objects.create(id=1, ticked_at=timezone.now() - 6 * MINUTE)
    assert "The scheduler fell silent" in client.get(PAGE).content.decode()
    Pulse.objects.update(ticked_at=timezone.now() - MINUTE)
    assert "silent" not in client.get(PAGE).content.decode()


def test_the_oldest_due_is_the_oldest_that_may_be_sent(client: Client, staff: User) -> None:
    now = timezone.now()
    make_dead()
    make_delivery(due=now + HOUR)
    oldest = make_delivery(due=now - HOUR)
    assert standing(now).oldest == oldest.due_at


def test_sending_again_makes_it_due_and_leads_back_to_the_view(client: Client, staff: User) -> None:
    delivery = make_dead()
    answer = client.post(f"{PAGE}{delivery.pk}/retry/", HTTP_REFERER=f"http://testserver{PAGE}?view=dead")
    assert answer.headers["Location"] == f"http://testserver{PAGE}?view=dead"
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries, delivery.answer, delivery.ended_at) == (State.DUE, 0, "", None)


def test_what_is_waiting_can_be_cancelled_once_or_twice(client: Client, staff: User) -> None:
    delivery = make_delivery(due=timezone.now())
    for _ in range(2):
        assert client.post(f"{PAGE}{delivery.pk}/cancel/").status_code == 302
    delivery.refresh_from_db()
    assert (delivery.state, delivery.answer) == (State.SKIPPED, "Cancelled by staff.")


@pytest.mark.parametrize(("state", "late"), [(State.SENT, False), (State.SENDING, False), (State.DEAD, True)])
def test_what_was_taken_is_under_way_or_too_late_is_not_sent_again(
    client: Client, staff: User, state: State, late: bool
) -> None:
    delivery = make_delivery(due=timezone.now() - (DAY if late else MINUTE))
    Delivery.objects.update(state=state, owner="other")
    assert client.post(f"{PAGE}{delivery.pk}/retry/").status_code == 409
    delivery.refresh_from_db()
    assert delivery.state == state


@pytest.mark.parametrize("act", ["retry", "cancel"])
def test_learners_find_no_such_page_and_change_nothing(client: Client, act: str) -> None:
    delivery = make_dead()
    client.force_login(delivery.user)
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{delivery.pk}/{act}/").status_code == 404
    delivery.refresh_from_db()
    assert delivery.state == State.DEAD


def test_many_deliveries_cost_no_more_statements_than_one(
    client: Client, staff: User, django_assert_max_num_queries: object
) -> None:
    make_deliveries(60, due=timezone.now())
    with django_assert_max_num_queries(12):
        text = client.get(PAGE, {"view": "waiting", "page": "2"}).content.decode()
    assert "Page 2 of 2" in text
    assert text.count('class="outbox__who"') == 10


def test_the_times_are_those_of_the_reader(client: Client, staff: User) -> None:
    make_delivery(due=timezone.now().replace(hour=6, minute=0, second=0) - DAY, lasts=timedelta(days=3))
    assert "11:30" in client.get(PAGE).content.decode()
