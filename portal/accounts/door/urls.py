"""Addresses of django-allauth, without those whose feature is off: signing in by a mailed code."""

from allauth.account.urls import urlpatterns as account
from allauth.mfa.urls import urlpatterns as factors
from allauth.usersessions.urls import urlpatterns as sessions
from django.urls import include, path

OFF = frozenset({"account_confirm_login_code"})

urlpatterns = [
    *(pattern for pattern in account if pattern.name not in OFF),
    path("2fa/", include(factors)),
    path("sessions/", include(sessions)),
]
