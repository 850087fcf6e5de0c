"""What people may type about themselves."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from portal.accounts.door.forms import PASSWORD_HINT, plain
from portal.accounts.models import Profile, User
from portal.accounts.rules import is_zone, zone_choices

HOURS = [(hour, f"{hour:02}:00") for hour in range(13)]


class ZoneField(forms.ChoiceField):
    """A zone of the IANA table; the select shows the places of the world by region."""

    def __init__(self, **options: Any) -> None:
        """Offer every place; a stored name from outside the list is added by ``offer``."""
        super().__init__(label="Time zone", choices=zone_choices(), **options)

    def offer(self, current: str) -> None:
        """Put ``current`` into the list, as an old or unusual name may be stored already."""
        self.choices = zone_choices(current)

    def valid_value(self, value: str) -> bool:
        """Take every name of the table, since browsers report old ones too."""
        return is_zone(value)

    default_error_messages = {
        "invalid_choice": "“%(value)s” is not a time zone. Choose one from the list, like Europe/Berlin."
    }


class ZoneForm(forms.Form):
    """The time zone alone, asked for after the first sign-in."""

    zone = ZoneField(initial="UTC")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress the field."""
        super().__init__(*args, **kwargs)
        plain(self)


class SettingsForm(forms.Form):
    """Name, time zone and the hour a day begins."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        help_text="How the portal names you; without one, your address stands in.",
    )
    zone = ZoneField()
    rollover_hour = forms.TypedChoiceField(
        label="A day begins at",
        choices=HOURS,
        coerce=int,
        help_text="Study after midnight still counts for the day before.",
    )

    @classmethod
    def of(cls, user: User, profile: Profile, data: Any = None) -> "SettingsForm":
        """Return the form filled with what is stored, or bound to ``data``."""
        initial = {"name": user.name, "zone": profile.zone, "rollover_hour": profile.rollover_hour}
        form = cls(data, initial=initial)
        plain(form)
        zone = form.fields["zone"]
        assert isinstance(zone, ZoneField)  # noqa: S101 - declared above
        zone.offer(profile.zone)
        return form


class PasswordForm(forms.Form):
    """A password for a new account; ``email`` is known from the invitation."""

    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        """Keep the address, which the password must not resemble."""
        super().__init__(*args, **kwargs)
        self.address = email
        plain(self)

    def clean(self) -> dict[str, Any]:
        """Refuse short, common and telling passwords."""
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=data.get("email", self.address)))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class OwnerForm(PasswordForm):
    """Address and password of the first account."""

    email = forms.EmailField(
        label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    field_order = ["email", "password"]

    def clean_email(self) -> str:
        """Return the address in lower case, the only form the portal keeps."""
        return str(self.cleaned_data["email"]).lower()
