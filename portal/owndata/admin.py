"""How staff end an account in the admin: through the service that ends every account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import CASCADE, QuerySet
from django.http import HttpRequest

from portal.accounts.admin import PersonAdmin
from portal.accounts.models import User
from portal.core.admin import Record
from portal.owndata.models import Leaving
from portal.owndata.services import delete_now

admin.site.unregister(User)


@admin.register(User)
class LeavingPersonAdmin(PersonAdmin):
    """People, whose records are theirs and go with them, though none of these can be deleted by itself."""

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Say how much goes, by kinds: a list of every row would be as long as what somebody did in years."""
        people = list(objs)
        counts: dict[str, int] = {"users": len(people)}
        for relation in User._meta.related_objects:
            if relation.on_delete is CASCADE and (model := relation.related_model) is not None:
                rows = model._base_manager.filter(**{f"{relation.field.name}__in": people}).count()
                if rows:
                    counts[str(model._meta.verbose_name_plural)] = rows
        return [str(person) for person in people], counts, set(), []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """End the account through the service."""
        delete_now(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End each account through the service, or none when one has to stay."""
        with transaction.atomic():
            for person in queryset:
                delete_now(person)


@admin.register(Leaving)
class LeavingAdmin(Record):
    """Who asked to leave, and on which day they go."""

    person = "user"
    list_display = ("user", "asked_at", "due_at")
    list_filter = ("due_at",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")
