"""Two at the same moment: one of them does it, the other is told or finds nothing to do."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.owndata.models import Leaving
from portal.owndata.services import ask_to_leave, delete_due
from portal.owndata.services.leaving import DAYS
from portal.progress.models import ProgressEvent
from tests.factories import NOON, make_learner
from tests.owndata.world import archive_of, bring, make_full, make_newcomer

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[object]:
    """Run ``acts`` in threads that start at the same moment; return what each said, or why it refused."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_an_archive_taken_in_twice_at_once_comes_once() -> None:
    source, target = make_full(), make_newcomer()
    archive = archive_of(source)
    said = together(*[lambda: bring(target, archive)] * 2)
    assert sum("has data of its own" in str(one) for one in said) == 1
    assert ProgressEvent.objects.of(target).count() == ProgressEvent.objects.of(source).count()


def test_an_account_deleted_twice_at_once_is_deleted_once() -> None:
    ask_to_leave(make_full(), now=NOON)
    said = together(*[lambda: delete_due(now=NOON + DAYS)] * 3)
    assert sorted(map(str, said)) == ["0", "0", "1"]


def test_of_two_owners_who_leave_at_once_one_stays() -> None:
    owners: list[User] = [make_learner(is_superuser=True) for _ in range(2)]
    said = together(*[lambda owner=owner: ask_to_leave(owner, now=NOON) for owner in owners])
    assert sum("only one with all rights" in str(one) for one in said) == 1
    assert Leaving.objects.count() == 1
