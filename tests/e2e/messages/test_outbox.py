"""The outbox in the browser: without scripts, on a phone, in both themes, without barriers."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.outbox.models import Delivery, Lane, Pulse, Rest, State
from portal.outbox.services import Entry, put
from tests.e2e.barriers import LOOK, barriers_of
from tests.e2e.conftest import Open
from tests.factories import make_learner
from tests.outbox.conftest import trial_writers
from tests.outbox.helpers import HOUR, MINUTE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/staff/outbox/",
    "/staff/outbox/?view=waiting",
    "/staff/outbox/?view=skipped",
    "/staff/outbox/?view=dead",
]
ANSWER = "550 5.1.1 <a-very-long-address-without-a-space@subdomain.of.a.long.example.org>: Recipient address rejected"


@pytest.fixture
def staff(transactional_db: None) -> User:
    return make_learner("staff@example.org", is_staff=True)


@pytest.fixture
def queue(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliveries in each state but skipped."""
    trial_writers(monkeypatch)
    now = timezone.now()
    for number, state in enumerate((State.DUE, State.SENDING, State.SENT, State.DEAD, State.DUE)):
        who = make_learner(f"learner-with-a-long-name-{number}@subdomain.example.org")
        put(
            [Entry(who.pk, "email", "trial.daily", now.date(), now - MINUTE, now + HOUR, "example.org")],
            now=now,
        )
        answer = "250 Taken" if state == State.SENT else ANSWER if state == State.DEAD or number == 4 else ""
        ended = now if state in (State.SENT, State.DEAD) else None
        Delivery.objects.filter(user=who).update(
            state=state, answer=answer, ended_at=ended, tries=number // 3
        )
    Lane.objects.create(channel="email", free_at=now, sent=1, dead=1, sent_at=now)
    Rest.objects.create(channel="email", domain="slow.example.org", until=now + MINUTE, answer="450 Too many")


def test_the_page_fits_and_has_no_barrier(open_page: Open, staff: User, queue: None, axe_source: str) -> None:
    page = open_page(staff, width=320, **LOOK)
    assert barriers_of(page, axe_source, PAGES, widths=(320, 390, 1280)) == []


def test_on_a_phone_every_button_of_a_row_is_in_sight_and_it_is_still_a_row(
    open_page: Open, staff: User, queue: None
) -> None:
    page = open_page(staff, width=390)
    page.goto("/staff/outbox/")
    rows = page.get_by_role("table", name="Deliveries").get_by_role("row")
    expect(rows).to_have_count(6)
    boxes = [button.bounding_box() for button in rows.get_by_role("button").all()]
    assert boxes
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)


def test_staff_send_again_and_cancel_without_scripts_on_a_phone(
    open_page: Open, staff: User, queue: None
) -> None:
    Pulse.objects.create(id=1, ticked_at=timezone.now())
    page = open_page(staff, width=390, java_script_enabled=False)
    page.goto("/path/")
    page.locator("details.menu summary").click()
    page.get_by_role("link", name="Outbox").click()
    page.get_by_role("link", name="Not taken 1").click()
    expect(page.get_by_text(ANSWER)).to_be_visible()
    page.get_by_role("button", name="Send now to learner-with-a-long-name-3@subdomain.example.org").click()
    expect(page.get_by_text("Nothing here")).to_be_visible()
    page.get_by_role("link", name="Waiting 3").click()
    page.get_by_role("button", name="Do not send to learner-with-a-long-name-0@subdomain.example.org").click()
    page.get_by_role("link", name="Skipped 1").click()
    expect(page.get_by_text("Cancelled by staff.")).to_be_visible()
