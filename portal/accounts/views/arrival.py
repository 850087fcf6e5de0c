"""Two links that make an account: the owner's set-up link and an invitation. Opening one changes nothing."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts import selectors, services
from portal.accounts.forms import OwnerForm, PasswordForm


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the owner's account and sign in."""
    if not selectors.setup_is_open(token, now=timezone.now()):
        return render(request, "accounts/arrival/link_gone.html", {"kind": "setup"}, status=410)
    form = OwnerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/arrival/setup.html", {"form": form})
    owner = services.make_owner(token, **form.cleaned_data, now=timezone.now())
    return _sign_in(request, owner)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Make the account of somebody who was asked in, and sign in."""
    found = selectors.open_invitation(token, now=timezone.now())
    if found is None or settings.SIGN_UP == "closed":
        return render(request, "accounts/arrival/link_gone.html", {"kind": "invitation"}, status=410)
    if request.user.is_authenticated:
        return render(request, "accounts/arrival/invitation.html", {"invitation": found}, status=409)
    form = PasswordForm(request.POST if request.method == "POST" else None, email=found.email)
    if not form.is_valid():
        return render(request, "accounts/arrival/invitation.html", {"form": form, "invitation": found})
    user = services.accept(token, password=form.cleaned_data["password"], now=timezone.now())
    return _sign_in(request, user)


def _sign_in(request: HttpRequest, user: object) -> HttpResponse:
    response: HttpResponse = perform_login(request, user, redirect_url="/")
    return response if response else redirect("/")
