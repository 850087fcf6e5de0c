"""django-allauth's account adapter: who may sign up, how tries are limited, what a letter looks like."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit as limits
from allauth.core.internal import ratelimit
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.accounts import selectors, services
from portal.accounts.door.devices import known_device, remember_device
from portal.accounts.door.letters import LETTERS, NOTICES
from portal.accounts.mail import MailFailed, letter, post
from portal.accounts.models import User

ACCOUNT_WIDE = "login_failed_account"
TOO_MANY = (
    "Too many tries for now. Wait a few minutes and try again, ask for a new password by mail, "
    "or use a passkey."
)
MISMATCH = "The e-mail or the password is not right. Try again, or ask for a new password."


class DoorAdapter(DefaultAccountAdapter):
    """The portal's rules at the door."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": "Too many tries for now. Wait a few minutes and try again.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds; type the newest one.",
        "duplicate_email": "This is your address already.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return whether anybody may make an account; invited people come through their link instead."""
        return bool(settings.SIGN_UP == "open")

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is, without a prefix."""
        return subject

    # Limits: a try counts for the address it comes from, and for the pair of address and account. Only
    # strangers count for the account as a whole, and no single address can fill that, so a flood from one
    # place never shuts the owner out.

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        email = credentials["email"].lower()
        device = known_device(request, email)
        return f"device:{device}" if device else f"{ratelimit.get_ip(request)}|{email}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count one try, taken back when the password is right; raises ``ValidationError`` over the limit."""
        super().pre_authenticate(request, **credentials)
        email = credentials["email"].lower()
        if known_device(request, email):
            return
        usage = ratelimit.consume(request, app="allauth.account", action=ACCOUNT_WIDE, key=email)
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage += usage.usage

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        super()._delete_login_attempts_cached_email(request, **credentials)
        limits.clear(request, action=ACCOUNT_WIDE, key=credentials["email"].lower())

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Remember the browser, and ask for the time zone the first time somebody gets in."""
        response: HttpResponse = super().post_login(request, user, **options)
        if selectors.profile_of(user)._state.adding:
            onward = urlencode({"next": response.headers["Location"]})
            response = redirect(f"{reverse('accounts:zone')}?{onward}")
        remember_device(request, response, user.email)
        return response

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Take the address as proved, and free it from accounts that never proved it."""
        with transaction.atomic():
            services.claim_address(email_address.email, keep=email_address.user)
            return bool(super().confirm_email(request, email_address))

    # Letters: allauth names a template, the portal picks its own; links come from SITE_URL.

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Return the link that proves an address."""
        return str(settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link that lets somebody choose a new password."""
        uid, _, token = key.partition("-")
        return str(settings.SITE_URL + reverse("account_reset_password_from_key", args=[uid, token]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of ``LETTERS``, or a notice, whose loss must not undo what it tells of."""
        name = template_prefix.rpartition("/")[2]
        if name in LETTERS:
            post(letter(LETTERS[name], email, {**context, "sign_up_is_open": settings.SIGN_UP == "open"}))
            return
        subject, sentence = NOTICES[name]
        try:
            post(letter("notice", email, {**context, "headline": subject, "sentence": sentence}))
        except MailFailed:
            return
