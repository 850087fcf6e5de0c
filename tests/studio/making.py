"""People of the Studio for tests."""

from typing import Any

from django.contrib.auth.models import Group

from portal.accounts.models import User
from portal.studio.services.roles import make_roles
from tests.factories import make_learner


def make_editor(email: str = "", **fields: Any) -> User:
    """Make somebody with the role editor."""
    return _with_role("Editors", email, fields)


def make_publisher(email: str = "", **fields: Any) -> User:
    """Make somebody with the role publisher."""
    return _with_role("Publishers", email, fields)


def _with_role(name: str, email: str, fields: dict[str, Any]) -> User:
    make_roles()
    person = make_learner(email, **{"is_staff": True, **fields})
    person.groups.add(Group.objects.get(name=name))
    return person
