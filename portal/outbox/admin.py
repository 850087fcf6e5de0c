"""The admin's page on deliveries: to look at, and to send again or not at all, through the outbox's services."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from portal.core.admin import Record, each, known
from portal.outbox.channels import channels
from portal.outbox.models import Delivery
from portal.outbox.services import staff


@admin.register(Delivery)
class DeliveryAdmin(Record):
    """Messages and what became of them. What its writer was given (``payload``) may hold a secret and is not shown."""

    person = "user"
    hidden = ("payload", "owner")
    list_display = ("due_at", "user", "kind", "channel", "state", "tries", "ended_at")
    list_filter = ("state", known("channel", lambda: [channel.slug for channel in channels]), "due_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name", "kind", "message_id")
    actions = ("send_again", "do_not_send")

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may do something about a delivery; the rows themselves stay as they are."""
        return request.user.has_perm("outbox.change_delivery")

    @admin.action(description="Send again", permissions=["act"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Make each due now."""
        now = timezone.now()
        each(self, request, queryset, lambda row: staff.retry(row.pk, now=now), "due now")

    @admin.action(description="Do not send", permissions=["act"])
    def do_not_send(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Let each that waits be skipped."""
        now = timezone.now()
        each(self, request, queryset, lambda row: staff.cancel(row.pk, now=now), "not sent if it waited")
