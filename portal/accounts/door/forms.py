"""django-allauth's forms in the portal's words: no placeholders, and no hints to spies."""

from typing import Any

from allauth.account import forms as base
from allauth.account.fields import PasswordField
from allauth.core import ratelimit
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.forms import CheckboxInput, Form, Select
from django.forms.widgets import Input
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.selectors import address_taken

PASSWORD_HINT = "At least 10 characters. A few words in a row are better than one with odd signs."  # noqa: S105


def plain(form: Form, **labels: str) -> None:
    """Dress fields for the design: labels, classes, no placeholders; passwords to choose get a hint."""
    for name, field in form.fields.items():
        attrs = field.widget.attrs
        field.label = labels.get(name, field.label)
        attrs.pop("placeholder", None)
        if isinstance(field.widget, Input | Select) and not isinstance(field.widget, CheckboxInput):
            attrs["class"] = "select" if isinstance(field.widget, Select) else "input"
        if attrs.get("autocomplete") == "new-password":
            field.help_text = PASSWORD_HINT
        elif isinstance(field, PasswordField):
            field.help_text = ""


class SignInForm(base.LoginForm):
    """E-mail, password, and whether to stay signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tick “stay signed in” to begin with."""
        super().__init__(*args, **kwargs)
        plain(self, login="E-mail", password="Password", remember="Stay signed in")  # noqa: S106 - a label
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["remember"].initial = True


class SignUpForm(base.SignupForm):
    """E-mail and password. Whether the address has an account shows neither in the answer nor in its time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, email="E-mail", password1="Password")

    def validate_unique_email(self, value: str) -> str:
        """Note whether the address has an account; an address that somebody only typed is still free."""
        self.account_already_exists = address_taken(value)
        return value

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account, or write to the one there is; the second of two at once finds the first."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class NewPasswordMailForm(base.ResetPasswordForm):
    """Asks for a link by mail. The page says the same whoever asks, and a flood cannot fill a mailbox."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, email="E-mail")

    def clean_email(self) -> str:
        """Find the account that signs in with the address."""
        email: str = self.cleaned_data["email"]
        self.users = list(User.objects.filter(email=email, is_active=True))
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the mail, unless the address got enough of them just now; those still work."""
        email: str = self.cleaned_data["email"]
        if ratelimit.consume(request, action="reset_mail", key=email):
            super().save(request, **kwargs)
        return email


class NewPasswordForm(base.ResetPasswordKeyForm):
    """Chooses a password after a link by mail."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, password1="New password")


class ChangePasswordForm(base.ChangePasswordForm):
    """The password there is, and the next one."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, oldpassword="Password now", password1="New password")


class SetPasswordForm(base.SetPasswordForm):
    """A first password for an account that has none."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, password1="New password")


class ConfirmPasswordForm(base.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, password="Password")  # noqa: S106 - a label


class NextAddressForm(base.AddEmailForm):
    """The address to change to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's labels."""
        super().__init__(*args, **kwargs)
        plain(self, email="New address")
