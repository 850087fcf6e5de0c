"""Which of the portal's letters stands for which of allauth's."""

from typing import Final

# allauth's template → folder under templates/emails/. Each may hold a link that somebody waits for.
LETTERS: Final = {
    "email_confirmation": "confirm_address",
    "email_confirmation_signup": "confirm_address",
    "account_already_exists": "account_exists",
    "unknown_account": "no_account",
    "password_reset_key": "new_password",
}

# allauth's template → subject and sentence of a notice that something changed.
NOTICES: Final = {
    "password_changed": ("Your password was changed", "The password of your account was changed."),
    "password_set": ("Your account has a password now", "A password was set for your account."),
    "password_reset": (
        "Your password was changed",
        "A new password was chosen with a link sent to this address.",
    ),
    "email_changed": (
        "Your e-mail address was changed",
        "Your account signs in with another address from now on.",
    ),
    "email_deleted": ("An address change was cancelled", "The change to another address was cancelled."),
    "totp_activated": (
        "An authenticator app was added",
        "Signing in asks for a code from your authenticator app now.",
    ),
    "totp_deactivated": (
        "The authenticator app was removed",
        "Signing in no longer asks for a code from your app.",
    ),
    "recovery_codes_generated": (
        "New recovery codes were made",
        "Your earlier recovery codes no longer work.",
    ),
    "webauthn_added": ("A passkey was added", "A passkey or security key can sign in to your account now."),
    "webauthn_removed": ("A passkey was removed", "One of your passkeys or security keys no longer works."),
}
