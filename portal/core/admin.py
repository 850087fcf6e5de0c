"""What the admin's pages on records share: they are looked at, found and linked to, never written.

A record is what the portal keeps of what happened. Only services change one; an action of such a page calls them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import pluralize

from portal.core.errors import Refused


def known(column: str, values: Callable[[], Iterable[str]]) -> type[admin.SimpleListFilter]:
    """Return a filter with the values the code knows: finding those in the rows would read all of them."""

    class Known(admin.SimpleListFilter):
        """The filter."""

        title = column
        parameter_name = column

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            """Return the values."""
            return [(str(value), str(value)) for value in values()]

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            """Keep the rows with the chosen value."""
            return queryset.filter(**{column: self.value()}) if self.value() else queryset

    return Known


class Record(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to look at: with search, filters and the admin's history of each, and no way to write, add or delete.

    ``person`` is the lookup that leads from a row to whom it is about; the page of the person links to their rows by
    it. ``hidden`` names columns that are nobody's business here. ``heavy`` names columns a list does not need.
    A list counts its rows once, not twice, and shows the newest first by the key, which needs no sorting.
    """

    person: ClassVar[str] = ""
    hidden: ClassVar[tuple[str, ...]] = ()
    heavy: ClassVar[tuple[str, ...]] = ()
    ordering = ("-pk",)
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return ``False``."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return ``False``."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return ``False``."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Let the page of a person link here."""
        mine = bool(self.person) and lookup == f"{self.person}__id__exact"
        return mine or super().lookup_allowed(lookup, value, request)

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """Leave out what is hidden."""
        return self.hidden

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows; a list reads no heavy or hidden column."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return rows
        return rows.select_related(*self.list_select_related_names()).defer(*self.heavy, *self.hidden)

    def list_select_related_names(self) -> tuple[str, ...]:
        """Return the relations a list shows."""
        related = self.list_select_related
        return () if isinstance(related, bool) else tuple(related)


class Witness(Record):
    """Rows to look at and to delete, where deleting is what helps; never to write."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the person may delete such rows."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


def each(
    page: admin.ModelAdmin[Any],
    request: HttpRequest,
    rows: Iterable[Any],
    act: Callable[[Any], object],
    done: str,
) -> None:
    """Call a service for each of the chosen rows, and tell how many it took and why it refused the others."""
    taken, said = 0, set()
    for row in rows:
        try:
            act(row)
        except Refused as refusal:
            said.add(str(refusal))
        else:
            taken += 1
    if taken:
        page.message_user(request, f"{taken} row{pluralize(taken)}: {done}")
    for sentence in sorted(said):
        page.message_user(request, sentence, messages.WARNING)
