"""The roles of the Studio, as groups that staff can be put into."""

from typing import Final

from django.contrib.auth.models import Group, Permission

ROLES: Final = {"Editors": ("edit_content",), "Publishers": ("edit_content", "publish_content")}
"""Permissions of the app content, by the name of the group."""


def make_roles() -> int:
    """Make the groups there are not, and give each what its role needs; return how many were new.

    The permissions must be there, which migrating does. What somebody added to a group stays.
    """
    made = 0
    for name, codenames in ROLES.items():
        group, new = Group.objects.get_or_create(name=name)
        made += new
        needed = Permission.objects.filter(content_type__app_label="content", codename__in=codenames)
        group.permissions.add(*needed)
    return made
