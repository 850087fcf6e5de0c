"""The admin's pages on records: found, filtered, looked at; never written, and never a word that is private."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import Invitation, User
from portal.content.models import Blob, FileVersion, Release
from portal.core.admin import Record
from portal.outbox.models import Delivery, State
from portal.owndata.services import ask_to_leave
from portal.progress.models import ProgressEvent
from portal.progress.services import set_done, set_tick
from portal.quizzes.models import Attempt
from portal.quizzes.services import save
from portal.retros.rules.weeks import week_of
from portal.retros.services.weeks import compute
from portal.retros.services.words import Draft
from portal.retros.services.words import save as save_words
from portal.review.models import ReviewLog
from portal.review.services import make_card
from tests.contracts.test_access import QUIZ, SECRET, rows_of
from tests.factories import NOON, make_learner, make_lesson
from tests.notes.making import make_note
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.django_db
RECORDS = sorted(
    (model for model in apps.get_models() if admin.site.is_registered(model) and isinstance(admin.site.get_model_admin(model), Record)),
    key=lambda model: model._meta.label,
)  # fmt: skip
WRITTEN = {"accounts.User", "accounts.Invitation", "auth.Group"}
"""What staff do write: people and groups by their forms, invitations by the service."""
COUNT = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text())["admin list of records"]


@pytest.fixture
def learner() -> User:
    """Somebody with a record of every kind, and with words of their own."""
    learner = make_learner("ada@example.org", name="Ada", zone="Asia/Tokyo")
    lesson = make_lesson("sql/joins")
    set_tick(
        learner,
        lesson.items.select_related("lesson").get(key="item-1"),
        done=True,
        at=NOON,
        request_id=uuid4(),
    )
    set_done(learner, lesson, done=True, at=NOON, request_id=uuid4())
    make_note(learner, lesson, SECRET)
    card = make_card(learner, front=SECRET, back=SECRET, request_id=uuid4(), now=NOON, lesson=lesson)
    grade = {"rating": 3, "retention": 0.9, "reviewed_at": NOON, "local_date": date(2026, 11, 24)}
    ReviewLog.objects.create(
        user=learner,
        card=card,
        client_uuid=uuid4(),
        kind="own",
        source="review",
        before={},
        after={},
        **grade,
    )
    attempt = begin(learner, store_quiz(QUIZ, lesson))
    save(
        attempt, attempt.version.questions()["name"], {"gap-0": ["LEAD"]}, revision=0, confidence="", now=NOON
    )
    week = week_of(date(2026, 11, 24))
    save_words(learner, week, Draft({"learned": SECRET}, 0, {"learned": ["sql/joins"]}, close=True), now=NOON)
    compute(learner, week, now=NOON)
    make_delivery(learner)
    release = Release.objects.create(created_at=NOON, author=learner, message="Say it better", digest="1")
    blob = Blob.objects.create(sha256="f" * 64, data=SECRET.encode())
    FileVersion.objects.create(release=release, path="sql/joins.md", blob=blob)
    ask_to_leave(learner, now=NOON)
    return learner


def make_delivery(learner: User, **fields: object) -> Delivery:
    values = {
        "kind": f"trial.daily:{uuid4()}",
        "local_date": date(2026, 11, 24),
        "payload": {"token": SECRET},
    }
    at = dict.fromkeys(("due_at", "expires_at", "try_at", "created_at"), NOON + timedelta(days=9000))
    return Delivery.objects.create(
        **{"user": learner, "channel": "email", "message_id": "m1", **values, **at, **fields}
    )


@pytest.fixture
def boss(db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make_learner("boss@example.org", is_staff=True, is_superuser=True))
    return client


def address(model: type[models.Model], page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def pages_of(model: type[models.Model]) -> Iterator[str]:
    """Yield every page of a record: its list, searched and by each filter, and each row with its history."""
    page = admin.site.get_model_admin(model)
    yield address(model)
    yield f"{address(model)}?q=ada"
    for row in model._default_manager.all():
        yield address(model, "change", row.pk)
        yield address(model, "history", row.pk)
    if page.person:
        yield f"{address(model)}?{page.person}__id__exact={User.objects.get(email='ada@example.org').pk}"


def test_what_is_registered_is_a_record_or_is_known_to_be_written() -> None:
    registered = {model._meta.label for model in apps.get_models() if admin.site.is_registered(model)}
    assert registered - {model._meta.label for model in RECORDS} == WRITTEN
    assert {"progress.ProgressEvent", "quizzes.Attempt", "review.ReviewLog", "admin.LogEntry"} <= registered
    assert not registered & {"notes.Note", "retros.Words", "retros.Chosen", "reminders.CalendarFeed"}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_a_record_is_found_and_shown_without_what_is_private(
    boss: Client, learner: User, model: type[models.Model]
) -> None:
    for path in pages_of(model):
        answer = boss.get(path)
        assert answer.status_code == 200, path
        assert SECRET not in answer.content.decode(), path
    assert admin.site.get_model_admin(model).search_fields


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_every_filter_of_a_list_can_be_chosen(boss: Client, learner: User, model: type[models.Model]) -> None:
    answer = boss.get(address(model))
    filters = answer.context["cl"].filter_specs
    for spec in filters:
        for choice in spec.choices(answer.context["cl"]):
            assert boss.get(address(model) + choice["query_string"]).status_code == 200, choice


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_no_post_writes_a_record(boss: Client, learner: User, model: type[models.Model]) -> None:
    before = rows_of(learner)
    deletable = admin.site.get_model_admin(model).has_delete_permission(boss.get("/admin/").wsgi_request)
    for row in model._default_manager.all():
        assert boss.post(address(model, "change", row.pk), {"user": "1", "kind": "x"}).status_code == 403
        if not deletable:
            assert boss.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert boss.post(address(model, "add"), {}).status_code == 403
    if not deletable:
        keys = [row.pk for row in model._default_manager.all()]
        boss.post(address(model), {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert rows_of(learner) == before


def test_only_what_lets_people_in_can_be_deleted(boss: Client) -> None:
    request = boss.get("/admin/").wsgi_request
    deletable = {
        m._meta.label for m in RECORDS if admin.site.get_model_admin(m).has_delete_permission(request)
    }
    assert deletable == {"account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession"}


@pytest.mark.parametrize(
    "model", [ProgressEvent, Attempt, Delivery, *apps.get_app_config("review").get_models()][:5], ids=lambda m: m._meta.label
)  # fmt: skip
def test_a_list_asks_the_same_whatever_it_holds_and_never_reads_all_rows(
    boss: Client, learner: User, model: type[models.Model]
) -> None:
    lesson = make_lesson("sql/other")
    for _ in range(3):
        other = make_learner()
        set_done(other, lesson, done=True, at=NOON, request_id=uuid4())
        begin(other, Attempt.objects.get(user=learner).version.quiz)
        make_card(other, front="a", back="b", request_id=uuid4(), now=NOON, lesson=lesson)
        make_delivery(other)
    with CaptureQueriesContext(connection) as queries:
        assert boss.get(address(model)).status_code == 200
    assert len(queries) <= COUNT, f"write the number {len(queries)} of “admin list of records”"
    assert not [query["sql"] for query in queries if "DISTINCT" in query["sql"]]


def test_the_page_of_a_person_leads_to_their_records_alone(boss: Client, learner: User) -> None:
    other = make_learner("eve@example.org", name="Eve")
    set_done(other, make_lesson("sql/other"), done=True, at=NOON, request_id=uuid4())
    page = boss.get(reverse("admin:accounts_user_change", args=[learner.pk])).content.decode()
    link = f"/admin/progress/progressevent/?user__id__exact={learner.pk}"
    assert f'href="{link}"' in page
    listed = boss.get(link).content.decode()
    assert "Ada" in listed
    assert "Eve" not in listed


def test_staff_without_the_right_see_no_record(learner: User) -> None:
    client, clerk = Client(), make_learner(is_staff=True)
    client.force_login(clerk)
    assert client.get(address(ProgressEvent)).status_code == 403
    clerk.user_permissions.add(Permission.objects.get(codename="view_progressevent"))
    assert client.get(address(ProgressEvent)).status_code == 200
    assert client.get(address(Attempt)).status_code == 403


def act(client: Client, action: str, *rows: Delivery) -> str:
    form = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(Delivery), form, follow=True).content.decode()


def test_an_action_goes_through_the_service_and_tells_what_it_refused(boss: Client, learner: User) -> None:
    dead = make_delivery(learner, state=State.DEAD, tries=6, answer="No such mailbox")
    sent = make_delivery(learner, state=State.SENT)
    page = act(boss, "send_again", dead, sent)
    dead.refresh_from_db()
    sent.refresh_from_db()
    assert (dead.state, dead.tries, sent.state) == (State.DUE, 0, State.SENT)
    assert "1 row: due now" in page
    assert "Sending it again would bring it twice." in page
    act(boss, "do_not_send", dead)
    dead.refresh_from_db()
    assert (dead.state, dead.answer) == (State.SKIPPED, "Cancelled by staff.")


def test_who_may_only_look_is_offered_no_action(learner: User) -> None:
    client, clerk = Client(), make_learner(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_delivery"))
    client.force_login(clerk)
    dead = make_delivery(learner, state=State.DEAD)
    assert "send_again" not in client.get(address(Delivery)).content.decode()
    act(client, "send_again", dead)
    dead.refresh_from_db()
    assert dead.state == State.DEAD


def test_a_person_is_deleted_through_the_service_with_all_records(boss: Client, learner: User) -> None:
    told = ContentType.objects.get_for_model(User)
    chief = User.objects.get(email="boss@example.org")
    LogEntry.objects.create(
        user=chief, content_type=told, object_id=str(learner.pk), object_repr="Ada", action_flag=CHANGE
    )
    path = reverse("admin:accounts_user_delete", args=[learner.pk])
    assert "Progress events" in boss.get(path).content.decode()
    assert boss.post(path, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(email="ada@example.org").exists()
    assert not ProgressEvent.objects.exists()
    assert set(LogEntry.objects.values_list("object_repr", flat=True)) == {"a deleted account"}


def test_the_last_owner_stays_and_with_them_all_who_were_chosen(boss: Client, learner: User) -> None:
    chief = User.objects.get(email="boss@example.org")
    chosen = {"action": "delete_selected", "_selected_action": [learner.pk, chief.pk], "post": "yes"}
    answer = boss.post("/admin/accounts/user/", chosen)
    assert answer.status_code == 409
    assert "Nobody else has all rights here" in answer.content.decode()
    assert User.objects.count() == 2


def test_an_invitation_is_withdrawn_by_deleting_it(boss: Client) -> None:
    times = {"created_at": NOON, "expires_at": NOON + timedelta(days=7)}
    row = Invitation.objects.create(email="guest@example.org", token_hash="0" * 64, **times)
    assert boss.post(address(Invitation, "delete", row.pk), {"post": "yes"}).status_code == 302
    assert not Invitation.objects.exists()
