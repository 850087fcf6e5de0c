"""Who may edit and who may publish."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from portal.accounts.models import User
from portal.studio.services.roles import make_roles
from tests.factories import make_learner
from tests.studio.making import make_editor, make_publisher

pytestmark = pytest.mark.django_db


def test_the_roles_are_made_once_and_what_was_added_to_them_stays() -> None:
    assert make_roles() == 2
    Group.objects.get(name="Editors").permissions.clear()
    assert make_roles() == 0
    editors, publishers = (Group.objects.get(name=name) for name in ("Editors", "Publishers"))
    assert [p.codename for p in editors.permissions.all()] == ["edit_content"]
    assert {p.codename for p in publishers.permissions.all()} == {"edit_content", "publish_content"}


def test_an_editor_edits_and_a_publisher_does_both() -> None:
    editor, publisher = make_editor(), make_publisher()
    assert (editor.may_edit, editor.may_publish) == (True, False)
    assert (publisher.may_edit, publisher.may_publish) == (True, True)


def test_a_role_is_nothing_without_being_staff() -> None:
    for person in (make_editor(is_staff=False), make_publisher(is_staff=False)):
        assert (person.may_edit, person.may_publish) == (False, False)


def test_staff_without_a_role_and_learners_find_no_studio(client: Client) -> None:
    for person, status in ((make_learner(is_staff=True), 404), (make_learner(), 404), (make_editor(), 200)):
        client.force_login(person)
        assert client.get("/studio/").status_code == status


def test_who_has_every_right_edits_and_publishes() -> None:
    owner = User.objects.create_superuser("owner@example.org", "a quiet river at dawn")
    assert owner.may_edit
    assert owner.may_publish


def test_the_menu_leads_to_the_studio_only_those_who_may_enter(client: Client) -> None:
    for person, shown in ((make_learner(is_staff=True), False), (make_editor(), True)):
        client.force_login(person)
        for page in ("/path/", "/concepts/"):
            assert (b'href="/studio/"' in client.get(page).content) is shown, page
