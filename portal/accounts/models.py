"""People: one row each, how their day runs, and the links that let them in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users that sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a learner; without a password they can sign in by a reset link only."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create somebody who may do everything; whoever has a shell vouches for the address."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        EmailAddress = apps.get_model("account", "EmailAddress")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class User(AbstractUser):
    """A learner or a maintainer, known by their e-mail address (kept in lower case)."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField("name", max_length=80, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def may_edit(self) -> bool:
        """Return whether this is staff who may edit content; whoever may publish it may. Two queries at first."""
        return self.is_staff and (self.has_perm("content.edit_content") or self.may_publish)

    @property
    def may_publish(self) -> bool:
        """Return whether this is staff who may publish content."""
        return self.is_staff and self.has_perm("content.publish_content")

    def get_full_name(self) -> str:
        """Return the name, or the address when there is none."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name, or the address when there is none."""
        return str(self)


class Profile(models.Model):
    """How a learner's day runs. No row means: not asked yet; UTC and 04:00 hold until then."""

    user = models.OneToOneField(User, models.CASCADE, related_name="profile", primary_key=True)
    zone = models.CharField("time zone", max_length=60, default="UTC")
    zone_confirmed = models.BooleanField("time zone confirmed", default=False)
    rollover_hour = models.PositiveSmallIntegerField(
        "day begins at", default=4, validators=[MinValueValidator(0), MaxValueValidator(12)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rollover_hour__lte=12), name="rollover_hour_is_in_the_morning"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.zone}"

    @property
    def zone_info(self) -> ZoneInfo:
        """Return the zone; ``ZoneInfoNotFoundError`` for an unknown name, which services refuse."""
        return ZoneInfo(self.zone)


class PlanChange(models.Model):
    """Somebody's clock, routine or days off changed, and the reminders were not laid out again yet. No row: they were.

    ``mark`` is a new one with each change: writing it holds the row until the change itself is committed.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="plan_change", primary_key=True)
    mark = models.UUIDField(default=uuid4)

    def __str__(self) -> str:
        return f"of {self.user_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Filters on invitations."""

    def open(self, now: datetime) -> InvitationQuerySet:
        """Keep those that would still let somebody in."""
        return self.filter(used_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """One address asked in by staff, good for one account. Only the link itself holds the secret."""

    email = models.EmailField("e-mail address")
    for_staff = models.BooleanField("as staff", default=False, help_text="May open the admin.")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    created_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Invitation of {self.email}"


class SetupLink(models.Model):
    """The one link that makes the owner's account. No row means: none was asked for, or it was used."""

    token_hash = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_setup_link")]

    def __str__(self) -> str:
        return f"Set-up link until {self.expires_at}"
