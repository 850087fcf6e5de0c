"""Promise D2, second half: seven days to change one's mind, then nothing is left."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import Invitation, User
from portal.core.errors import Refused
from portal.owndata.models import Leaving
from portal.owndata.services import ask_to_leave, delete_due, keep
from portal.owndata.services.leaving import DAYS
from portal.owndata.tasks import delete_due_accounts
from tests.factories import NOON, make_learner
from tests.owndata.world import make_full

pytestmark = pytest.mark.django_db
WORD = "Zanzibar4711"
EMAIL = "zanzibar4711@example.org"


def traces() -> list[str]:
    """Return every text column of the database, those of full-text tables too, that holds the word."""
    found = []
    quoted = connection.ops.quote_name
    # SQLite keeps the words of an index in bytes, in which a text ends at the first zero.
    told = "HEX({0}) LIKE %s" if connection.vendor == "sqlite" else "LOWER(CAST({0} AS TEXT)) LIKE %s"
    words = {word.encode().hex() for word in (WORD, WORD.lower())} if "HEX" in told else {WORD.lower()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                where = " OR ".join([told.format(quoted(column.name))] * len(words))
                likes = [f"%{word}%" for word in words]
                cursor.execute(f"SELECT COUNT(*) FROM {quoted(table)} WHERE {where}", likes)
                found += [f"{table}.{column.name}"] * (cursor.fetchone()[0] > 0)
    return sorted(found)


def rows_left(pk: int) -> dict[str, int]:
    """Return how many rows of that user each model has."""
    return {
        f"{model._meta.label}.{field.name}": count
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
        and (count := model._default_manager.filter(**{field.attname: pk}).count())
    }


@pytest.fixture
def leaver() -> User:
    """Somebody whose name, address and every text hold one word, and of whom others hold it, too."""
    user = make_full(EMAIL, WORD)
    Client().force_login(user)
    staff = make_learner(is_staff=True)
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr=EMAIL,
        action_flag=CHANGE,
    )
    Invitation.objects.create(email=EMAIL, token_hash="x", created_at=NOON, expires_at=NOON)
    return user


def test_nothing_is_left_of_an_account_in_any_column_of_any_table(leaver: User) -> None:
    assert len(traces()) > 10
    assert len(rows_left(leaver.pk)) > 10
    ask_to_leave(leaver, now=NOON)
    assert delete_due(now=NOON + DAYS) == 1
    assert rows_left(leaver.pk) == {}
    assert traces() == []


def test_others_keep_everything_when_somebody_goes(leaver: User) -> None:
    other = make_full()
    before = rows_left(other.pk)
    ask_to_leave(leaver, now=NOON)
    delete_due(now=NOON + DAYS)
    assert rows_left(other.pk) == before


def test_until_the_day_nothing_is_deleted_and_running_twice_deletes_once(leaver: User) -> None:
    ask_to_leave(leaver, now=NOON)
    assert delete_due(now=NOON + DAYS - timedelta(seconds=1)) == 0
    assert User.objects.filter(pk=leaver.pk).exists()
    assert [delete_due(now=NOON + DAYS), delete_due(now=NOON + DAYS)] == [1, 0]


def test_the_task_deletes_what_is_due(leaver: User) -> None:
    ask_to_leave(leaver, now=NOON - timedelta(days=365 * 30))
    delete_due_accounts.delay()
    assert not User.objects.filter(pk=leaver.pk).exists()


def test_an_account_that_was_kept_is_never_deleted(leaver: User) -> None:
    ask_to_leave(leaver, now=NOON)
    assert [keep(leaver), keep(leaver)] == [True, False]
    assert delete_due(now=NOON + DAYS * 9) == 0


def test_asking_again_moves_nothing_and_sends_no_second_mail(leaver: User) -> None:
    first = ask_to_leave(leaver, now=NOON)
    again = ask_to_leave(leaver, now=NOON + timedelta(days=3))
    assert (again.due_at, len(mail.outbox)) == (first.due_at, 1) == (NOON + DAYS, 1)


def test_the_mail_says_the_day_and_where_to_change_ones_mind(leaver: User, settings: Settings) -> None:
    settings.SITE_URL = "https://study.example.org"
    ask_to_leave(leaver, now=NOON)
    assert mail.outbox[0].to == [EMAIL]
    assert "1 December 2026, 12:00 UTC" in mail.outbox[0].body
    assert "https://study.example.org/accounts/login/" in mail.outbox[0].body


def test_nobody_leaves_whom_no_mail_could_tell(leaver: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(Refused, match="mail server"):
        ask_to_leave(leaver, now=NOON)
    assert not Leaving.objects.exists()
    assert Session.objects.exists()


def test_every_browser_is_signed_out_and_those_of_others_are_not(leaver: User) -> None:
    browsers = [Client(), Client()]
    for browser, who in zip(browsers, (leaver, make_learner()), strict=True):
        browser.force_login(who)
    ask_to_leave(leaver, now=NOON)
    assert ["_auth_user_id" in browser.session for browser in browsers] == [False, True]


def test_the_last_owner_stays_and_one_of_two_may_go() -> None:
    owner = make_learner(is_superuser=True)
    make_learner(is_superuser=True, is_active=False)
    with pytest.raises(Refused, match="only one with all rights"):
        ask_to_leave(owner, now=NOON)
    other = make_learner(is_superuser=True)
    ask_to_leave(owner, now=NOON)
    with pytest.raises(Refused, match="only one with all rights"):
        ask_to_leave(other, now=NOON)


def test_an_owner_who_has_become_the_last_one_is_not_deleted() -> None:
    owner, other = make_learner(is_superuser=True), make_learner(is_superuser=True)
    ask_to_leave(owner, now=NOON)
    other.delete()
    assert delete_due(now=NOON + DAYS) == 0
    assert User.objects.filter(pk=owner.pk).exists()
