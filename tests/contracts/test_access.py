"""Promise X2: every URL by method by role, made from the resolver, so that a new view cannot escape.

The owner has a name and rows that nobody else may see or change; the others try every address with every method.
Who gets in is decided before any database is asked, so one run has this file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from portal.accounts.models import Profile, User
from portal.content.models import Lesson
from portal.outbox.models import Address
from portal.progress.services import note_place, set_done, set_step, set_tick
from portal.quizzes.models import Attempt, Response
from portal.quizzes.services import save
from portal.reminders.services.feed import make_feed
from portal.reminders.services.rules import Wanted, save_rules
from portal.retros.rules.weeks import week_of
from portal.retros.services.settings import set_settings as choose_weeks
from portal.retros.services.weeks import compute
from portal.retros.services.words import Draft
from portal.retros.services.words import save as save_words
from portal.review.models import Card
from portal.review.services import make_card, set_settings
from portal.studio.services.roles import make_roles
from tests.contracts.access import ACCESS, FORMS, View, every_view
from tests.factories import NOON, make_learner, make_lesson, make_milestone
from tests.notes.making import make_link, make_note
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.once
METHODS = ("get", "head", "options", "post", "put", "patch", "delete", "trace")
ROLES = ("stranger", "other", "owner", "staff", "editor", "publisher")
"""The first two are not let in where the owner is."""
LET_IN = {
    "staff": {"staff", "editor", "publisher"},
    "editor": {"editor", "publisher"},
    "publisher": {"publisher"},
}
SECRET = "Owner Secret 4711"
NOT_PERSONAL = {"sessions.Session", "usersessions.UserSession", "admin.LogEntry"}
SAMPLES = {
    "uid": "sql/joins",
    "track": "sql",
    "slug": "joins",
    "day": "2026-11-24",
    "week": "2026-W48",
    "block": "morning",
    "sha256": "0" * 64,
    "extension": "png",
    "token": "no-such-token",
    "secret": "no-such-secret",
    "action": "done",
    "file": "no-such-file",
    "number": "1",
    "milestone": "m1",
    "pk": "1",
    "key": "no-such-key",
    "channel": "ntfy",
    "uidb36": "1",
    "id": "1",
    "object_id": "1",
    "content_type_id": "1",
    "app_label": "accounts",
    "url": "no/such/page",
    "path": "03-sql/01-core/03-joins.md",
    "old": "1",
    "new": "1",
}
QUIZ = "---\nid: joins-quiz\ntitle: Joins\n---\n\n## Name it {#name}\n\nAnswer: [[LAG]]\n"
OF_AN_ATTEMPT = {"taking:attempt", "taking:question", "taking:answer", "taking:finish"}
OF_AN_ADDRESS = {"outbox:address-remove"}
OF_A_CARD = {"taking:card-edit", "taking:card-remove", "taking:card-suspend"}
VIEWS = sorted(set(every_view()), key=lambda view: (view.name, view.route))
TOGETHER = 12
"""Views of one test: making the owner takes longer than trying a view."""
SOME = [VIEWS[start : start + TOGETHER] for start in range(0, len(VIEWS), TOGETHER)]


@pytest.fixture
def owner(db: None) -> User:
    """Somebody with a row of every kind that reading makes."""
    learner = make_learner("owner4711@example.org", name=SECRET, zone="Asia/Tokyo")
    lesson = make_lesson("sql/joins")
    item = lesson.items.select_related("lesson").get(key="item-1")
    set_tick(learner, item, done=True, at=NOON, request_id=uuid4())
    set_done(learner, lesson, done=True, at=NOON, request_id=uuid4())
    note_place(learner, lesson, anchor="the-idea", at=NOON)
    set_step(learner, make_milestone(lesson.track), 1, done=True, at=NOON, request_id=uuid4())
    make_note(learner, lesson, SECRET)
    make_note(learner, lesson, f"{SECRET} changed", at=NOON + timedelta(hours=1))
    make_note(learner, date(2026, 11, 24), SECRET)
    make_link(learner, lesson, title=SECRET)
    make_card(learner, front=SECRET, back=SECRET, request_id=uuid4(), now=NOON, lesson=lesson)
    set_settings(learner, retention=0.93, minutes=7, new_per_day=3)
    take_a_quiz(learner, lesson)
    values = {
        "channel": "ntfy",
        "target": f"https://ntfy.example.org/{SAMPLES['channel']}",
        "created_at": NOON,
    }
    Address.objects.create(pk=SAMPLES["pk"], user=learner, config={"token": SECRET}, **values)
    save_rules(learner, [Wanted("evening", "20:15", "0123456", True)], now=NOON)
    make_feed(learner, now=NOON)
    week = week_of(date(2026, 11, 24))
    said = Draft({"learned": SECRET}, 0, {"learned": ["sql/joins"], "repeat": ["sql/joins"]}, close=True)
    save_words(learner, week, said, now=NOON)
    compute(learner, week, now=NOON)
    choose_weeks(learner, weekday=0, mail=True, mail_hour=9, now=NOON)
    return learner


def take_a_quiz(learner: User, lesson: Lesson) -> None:
    """Begin the quiz at the address of the samples, with a secret as its answer; its card is that of the samples."""
    attempt = begin(learner, store_quiz(QUIZ, lesson))
    Attempt.objects.filter(pk=attempt.pk).update(id=SAMPLES["pk"])
    attempt = Attempt.objects.get(pk=SAMPLES["pk"])
    question = attempt.version.questions()["name"]
    save(attempt, question, {"gap-0": [SECRET]}, revision=0, confidence="", now=NOON)
    Card.objects.filter(user=learner).update(id=SAMPLES["pk"])


@pytest.fixture
def clients(owner: User) -> dict[str, Client]:
    """A browser for each role; a fault of the server is an answer, not an exception."""
    people = {"other": make_learner(), "owner": owner, "staff": make_learner(is_staff=True)}
    make_roles()
    for role in ("editor", "publisher"):
        people[role] = make_learner(is_staff=True)
        people[role].groups.add(Group.objects.get(name=f"{role.title()}s"))
    made = {role: Client(raise_request_exception=False) for role in ROLES}
    for role, person in people.items():
        made[role].force_login(person)
    return made


@contextmanager
def undone(clients: dict[str, Client]) -> Iterator[None]:
    """Take back whatever happens inside: what was written, counted or signed out."""
    cookies = {role: client.cookies.output(header="", sep=";") for role, client in clients.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()
    for role, client in clients.items():
        client.cookies = SimpleCookie(cookies[role])


def address(view: View) -> str:
    """Return an address that leads to the view; the parameters of the same name share one sample."""
    samples = {name: SAMPLES[name] for name in view.parameters}
    if view.name.endswith(":track"):
        samples["uid"] = "sql"
    if view.name.startswith("taking:") and "uid" in samples:
        samples["uid"] = "joins-quiz"
    try:
        return reverse(view.name, kwargs=samples)
    except NoReverseMatch:  # two views of the admin have no name
        route = view.route.split("(?P")[0].split("<")[0]
        return f"/{route}{SAMPLES[view.parameters[0]]}/"


def rows_of(owner: User) -> dict[str, list[dict[str, object]]]:
    """Return every row of the database that belongs to the owner."""
    found: dict[str, list[dict[str, object]]] = {
        "accounts.User": list(User.objects.filter(pk=owner.pk).values())
    }
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is User and model._meta.label not in NOT_PERSONAL:
                found[model._meta.label] = list(
                    model._default_manager.filter(**{field.name: owner}).order_by("pk").values()
                )
    found["quizzes.Response"] = list(Response.objects.filter(attempt__user=owner).order_by("pk").values())
    for row in found["accounts.User"]:
        row.pop("last_login")
    return found


def send(client: Client, method: str, path: str) -> tuple[int, str, bytes]:
    """Return status, where it leads, and what it says."""
    answer = getattr(client, method)(path)
    content = b"" if answer.streaming else answer.content
    return answer.status_code, answer.headers.get("Location", ""), content


def to_the_door(status: int, location: str) -> bool:
    return status == 302 and location.startswith(("/accounts/login/", "/admin/login/"))


def test_every_view_has_been_judged() -> None:
    assert [view.name for view in VIEWS if view.access is None] == [], (
        "say who may open it in tests/contracts/access.py"
    )


def test_nothing_is_judged_that_is_not_there() -> None:
    assert set(ACCESS) - {view.name for view in VIEWS} == set()


@pytest.mark.parametrize("views", SOME, ids=lambda views: views[0].name)
def test_who_is_known_gets_in_where_they_may(clients: dict[str, Client], views: list[View]) -> None:
    for view in views:
        with undone(clients):
            for role in ROLES[2:]:
                judge(clients[role], role, view)


@pytest.mark.parametrize("views", SOME, ids=lambda views: views[0].name)
def test_nobody_else_gets_in_or_sees_or_changes_what_is_the_owners(
    clients: dict[str, Client], owner: User, views: list[View]
) -> None:
    before = rows_of(owner)
    for view in views:
        with undone(clients):
            for role in ROLES[:2]:
                said = judge(clients[role], role, view)
                assert SECRET.encode() not in said, f"{address(view)} as {role}"
                assert owner.email.encode() not in said, f"{address(view)} as {role}"
            assert rows_of(owner) == before, address(view)


def judge(client: Client, role: str, view: View) -> bytes:
    """Try a view by every method and return all it says."""
    path, said = address(view), b""
    for method in METHODS:
        status, location, content = send(client, method, path)
        where = f"{method.upper()} {path} as {role}: {status} {location}"
        assert status < 500, where
        if view.access == "learner" and role == "stranger":
            assert status == 405 or to_the_door(status, location), where
        if view.access in LET_IN and role not in LET_IN[view.access]:
            assert status in (302, 403, 404, 405), where
            assert status != 302 or to_the_door(status, location) or location.startswith("/admin/"), where
        if view.access in LET_IN and role in LET_IN[view.access] and method == "get":
            assert not to_the_door(status, location), where
        if view.access == "open" and role == "stranger":
            assert not to_the_door(status, location), where
        if view.name in FORMS and method in ("get", "head"):
            assert status == 405 or (role == "stranger" and to_the_door(status, location)), where
        said += content
    return said


@pytest.mark.parametrize("views", SOME, ids=lambda views: views[0].name)
def test_following_a_link_changes_nothing_even_for_the_owner(
    clients: dict[str, Client], owner: User, views: list[View]
) -> None:
    before = rows_of(owner)
    for view in (view for view in views if view.access != "away"):
        with undone(clients):
            for method in ("get", "head", "options"):
                send(clients["owner"], method, address(view))
            assert rows_of(owner) == before, address(view)


def test_the_owner_has_rows_to_look_after(owner: User) -> None:
    kinds = {label for label, rows in rows_of(owner).items() if rows}
    assert {"accounts.User", "accounts.Profile", "progress.ProgressEvent", "progress.ItemTick"} <= kinds
    assert {"quizzes.Attempt", "quizzes.Response", "review.Card"} <= kinds
    assert Profile.objects.filter(user=owner).exists()


@pytest.mark.parametrize(
    "view",
    [view for view in VIEWS if view.name in OF_AN_ATTEMPT | OF_A_CARD | OF_AN_ADDRESS],
    ids=lambda view: view.name,
)
def test_the_owners_attempt_card_and_address_are_there_for_the_owner_alone(
    clients: dict[str, Client], owner: User, view: View
) -> None:
    method, path = ("post" if view.name in FORMS else "get"), address(view)
    status, location, _ = send(clients["stranger"], method, path)
    assert to_the_door(status, location)
    for role in ("other", "staff"):
        assert send(clients[role], method, path)[0] == 404, role
    assert send(clients["owner"], method, path)[0] != 404


def test_the_owner_sees_the_answer_and_the_card(clients: dict[str, Client]) -> None:
    for name, samples in (
        ("taking:question", {"uid": "joins-quiz", "pk": 1, "number": 1}),
        ("taking:cards", {}),
    ):
        _, _, content = send(clients["owner"], "get", reverse(name, kwargs=samples))
        assert SECRET.encode() in content, name
