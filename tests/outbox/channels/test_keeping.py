"""Where learners are reached: added, switched, removed, and read for many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.outbox.models import Address
from portal.outbox.selectors.reach import channels_of, reached_by_mail
from portal.outbox.services.keeping import add, remove, switch
from tests.factories import NOON, make_learner
from tests.outbox.channels.reaching import Browser, make_address

pytestmark = pytest.mark.django_db
PUSH = "https://push.example.org/"


def of(user: User) -> list[str]:
    return channels_of([user.pk])[user.pk]


def test_a_proved_address_is_reached_by_mail_without_a_row() -> None:
    assert of(make_learner()) == ["email"]


def test_an_address_that_is_not_proved_or_not_the_accounts_is_not_reached() -> None:
    learner, moved = make_learner(), make_learner()
    learner.emailaddress_set.update(verified=False)
    moved.email = "another@example.org"
    moved.save()
    assert channels_of([learner.pk, moved.pk]) == {learner.pk: [], moved.pk: []}


def test_mail_is_switched_off_and_on_and_twice_is_once() -> None:
    learner = make_learner()
    for on in (False, False, True, True):
        assert switch(learner, "email", on=on, now=NOON)
        assert of(learner) == (["email"] if on else [])
    assert Address.objects.count() == 1


def test_each_channel_is_switched_for_itself() -> None:
    learner = make_learner()
    make_address(learner, "ntfy", "https://ntfy.example.org/a")
    make_address(learner, "webhook", "https://example.org/", secret="whsec_AA==")
    assert of(learner) == ["email", "ntfy", "webhook"]
    switch(learner, "ntfy", on=False, now=NOON)
    assert of(learner) == ["email", "webhook"]
    switch(learner, "email", on=False, now=NOON)
    assert of(learner) == ["webhook"]
    switch(learner, "ntfy", on=True, now=NOON)
    assert of(learner) == ["ntfy", "webhook"]


def test_a_channel_without_an_address_cannot_be_switched_on() -> None:
    learner = make_learner()
    assert not switch(learner, "ntfy", on=True, now=NOON)
    assert of(learner) == ["email"]


def test_somebody_who_may_not_sign_in_is_not_reached() -> None:
    learner = make_learner(is_active=False)
    make_address(learner, "ntfy", "https://ntfy.example.org/a")
    assert of(learner) == []
    assert reached_by_mail([learner.pk]) == set()


def test_a_channel_that_is_no_more_is_not_named() -> None:
    learner = make_learner()
    Address.objects.create(user=learner, channel="pigeon", target="roof", created_at=NOON)
    assert of(learner) == ["email"]


def test_two_thousand_learners_take_two_statements() -> None:
    learners = [make_learner() for _ in range(3)]
    make_address(learners[1], "ntfy", "https://ntfy.example.org/a")
    for number in (1, 2):
        make_address(learners[1], "webpush", f"{PUSH}{number}", **Browser().keys)
    switch(learners[2], "email", on=False, now=NOON)
    ids = [learner.pk for learner in learners] + list(range(1_000_000, 1_002_000))
    with CaptureQueriesContext(connection) as queries:
        found = channels_of(ids)
    assert len(queries) == 2
    assert [found[learner.pk] for learner in learners] == [["email"], ["email", "ntfy", "webpush"], []]
    assert len(found) == 2003


def test_one_more_than_the_most_is_refused_and_the_same_again_is_not() -> None:
    learner = make_learner()
    make_address(learner, "ntfy", "https://ntfy.example.org/a")
    with pytest.raises(Refused, match="ntfy has 1 already"):
        make_address(learner, "ntfy", "https://ntfy.example.org/b")
    make_address(learner, "ntfy", "https://ntfy.example.org/a", token="tk_2")
    assert Address.objects.get().config == {"token": "tk_2"}
    for number in range(10):
        make_address(learner, "webpush", f"{PUSH}{number}", **Browser().keys)
    with pytest.raises(Refused, match="has 10 already"):
        make_address(learner, "webpush", f"{PUSH}10", **Browser().keys)


@pytest.mark.django_db(transaction=True)
def test_the_most_holds_when_many_are_added_at_the_same_time() -> None:
    learner = make_learner()

    def one(number: int) -> None:
        try:
            make_address(learner, "ntfy", f"https://ntfy.example.org/{number}")
        except Refused:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(12)))
    assert Address.objects.count() == 1


def test_adding_again_switches_on_what_was_off_and_forgets_the_problem() -> None:
    learner = make_learner()
    make_address(learner, "ntfy", "https://ntfy.example.org/a")
    Address.objects.update(on=False, problem="410 Gone")
    make_address(learner, "ntfy", "https://ntfy.example.org/a")
    row = Address.objects.get()
    assert (row.on, row.problem, row.created_at) == (True, "", NOON)


def test_a_browser_goes_over_to_whoever_signs_in_there_and_proves_it_by_its_keys() -> None:
    first, second, browser = make_learner(), make_learner(), Browser()
    make_address(first, "webpush", f"{PUSH}1", **browser.keys)
    make_address(second, "webpush", f"{PUSH}1", **browser.keys)
    assert list(Address.objects.values_list("user", flat=True)) == [second.pk]
    make_address(first, "webpush", f"{PUSH}1", **Browser().keys)
    assert Address.objects.count() == 2


def test_the_same_topic_can_be_that_of_two_learners() -> None:
    for learner in (make_learner(), make_learner()):
        make_address(learner, "ntfy", "https://ntfy.example.org/a")
    assert Address.objects.count() == 2


def test_only_the_own_address_is_removed_and_the_word_on_mail_stays() -> None:
    learner, other = make_learner(), make_learner()
    row = make_address(learner, "ntfy", "https://ntfy.example.org/a")
    switch(learner, "email", on=False, now=NOON)
    assert not remove(other, row.pk)
    assert not remove(learner, Address.objects.get(channel="email").pk)
    assert remove(learner, row.pk)
    assert not remove(learner, row.pk)
    assert Address.objects.get().channel == "email"


def test_mail_takes_no_address() -> None:
    with pytest.raises(KeyError):
        add(make_learner(), "email", "x@example.org", {}, now=NOON)
