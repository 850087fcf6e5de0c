"""The admin's pages on people: who they are, how they get in, and what staff did here."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.accounts import services
from portal.accounts.models import Invitation, Profile, User
from portal.core.admin import Record, Witness

for model in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


class ProfileInline(admin.StackedInline):  # type: ignore[type-arg]
    """How the person's day runs."""

    model = Profile


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """People by address. A password is changed through its own form, which checks it."""

    ordering = ("email",)
    list_display = ("email", "name", "is_staff", "is_active", "last_login", "date_joined")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "date_joined", "records")
    inlines = (ProfileInline,)
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
        ("What is kept of them", {"fields": ("records",)}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)

    @admin.display(description="records")
    def records(self, person: User) -> SafeString:
        """Return links to the lists of what is kept of a person; notes and words of weeks are theirs alone."""
        links = []
        for model in apps.get_models():
            page = self.admin_site.get_model_admin(model) if self.admin_site.is_registered(model) else None
            if isinstance(page, Record) and page.person:
                names = (self.admin_site.name, model._meta.app_label, model._meta.model_name)
                address = reverse("{}:{}_{}_changelist".format(*names))
                links.append(
                    (f"{address}?{page.person}__id__exact={person.pk}", model._meta.verbose_name_plural)
                )
        return format_html_join(" · ", '<a href="{}">{}</a>', links)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Keep addresses in lower case; one that staff change counts as proved, for they vouch for it."""
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            services.vouch_for_address(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Leave word that the zone may be another one."""
        super().save_related(request, form, formsets, change)
        services.plan_changed(form.instance)


@admin.register(Profile)
class ProfileAdmin(Record):
    """Time zones of people; they change on the page of the person, which leaves word for the reminders."""

    list_display = ("user", "zone", "zone_confirmed", "rollover_hour")
    list_filter = ("zone_confirmed",)
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name", "zone")


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Saving a new one sends the mail; what was sent can only be withdrawn."""

    list_display = ("email", "for_staff", "invited_by", "created_at", "expires_at", "used_at")
    list_filter = ("for_staff", "used_at")
    list_select_related = ("invited_by",)
    search_fields = ("email",)

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """Return ``False``: a link that was mailed cannot be changed."""
        return False

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        """Send the invitation through the service."""
        by = request.user if isinstance(request.user, User) else None
        invitation, link = services.invite(obj.email, for_staff=obj.for_staff, by=by, now=timezone.now())
        obj.pk = invitation.pk
        messages.info(request, f"Sent. The link, should the mail get lost: {link}")

    def delete_model(self, request: HttpRequest, obj: Invitation) -> None:
        """Withdraw the invitation through the service."""
        services.withdraw(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Withdraw each through the service."""
        for invitation in queryset:
            services.withdraw(invitation)


@admin.register(EmailAddress)
class AddressAdmin(Witness):
    """Addresses and whether they are proved; they change with the person, see above."""

    person = "user"
    list_display = ("email", "user", "verified", "primary")
    list_select_related = ("user",)
    list_filter = ("verified", "primary")
    search_fields = ("email", "user__name")


@admin.register(Authenticator)
class FactorAdmin(Witness):
    """Second factors: staff may remove one for somebody locked out, and never see its secret."""

    person = "user"
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    heavy = ("data",)
    search_fields = ("user__email",)
    fields = ("user", "type", "created_at", "last_used_at")


@admin.register(UserSession)
class SessionAdmin(Witness):
    """Signed-in browsers."""

    person = "user"
    list_display = ("user", "ip", "user_agent", "created_at")
    list_filter = ("created_at",)
    list_select_related = ("user",)
    search_fields = ("user__email", "ip")
    fields = ("user", "ip", "user_agent", "created_at")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        """End the sessions, which deletes their rows too."""
        for session in queryset:
            session.end()  # type: ignore[attr-defined]

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """End the session, which deletes its row too."""
        obj.end()  # type: ignore[attr-defined]


@admin.register(LogEntry)
class LogAdmin(Record):
    """What staff did in the admin, by whom and when."""

    list_display = ("action_time", "user", "action_flag", "content_type", "object_repr")
    list_filter = ("action_flag", "action_time")
    list_select_related = ("user", "content_type")
    search_fields = ("user__email", "object_repr", "change_message")
