"""The admin's page on weeks: that they were computed, and when.

What a learner wrote about a week (``Words``) and chose for the next (``Chosen``) is private, as notes are: it has no
page here, and neither have the figures, which tell how somebody lives.
"""

from __future__ import annotations

from django.contrib import admin

from portal.core.admin import Record
from portal.retros.models import Retrospective


@admin.register(Retrospective)
class RetrospectiveAdmin(Record):
    """Weeks that are over, without what is in them."""

    person = "user"
    hidden = ("figures", "fingerprint")
    list_display = ("first", "last", "user", "computed_at")
    list_filter = ("first", "computed_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
