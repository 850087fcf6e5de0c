"""django-allauth's forms for second factors in the portal's words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from portal.accounts.door.forms import plain


class CodeForm(base.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a code from the app, or a recovery code."""
        super().__init__(*args, **kwargs)
        plain(self, code="Code from your app, or a recovery code")


class ConfirmCodeForm(base.ReauthenticateForm):
    """A code once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a code from the app, or a recovery code."""
        super().__init__(*args, **kwargs)
        plain(self, code="Code from your app, or a recovery code")


class AddAppForm(ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the six digits."""
        super().__init__(*args, **kwargs)
        plain(self, code="Six digits from the app")
        self.fields["code"].widget.attrs.update(inputmode="numeric", maxlength="10")


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey or security key, made by the browser."""

    name = forms.CharField(required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a name; a passkey that can sign in alone is the usual wish."""
        super().__init__(*args, **kwargs)
        plain(self, name="Name", passwordless="Sign in with it alone, without the password")
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use the portal's label."""
        super().__init__(*args, **kwargs)
        plain(self, name="Name")
