"""The admin site: staff sign in where everybody signs in, with the same limits and second factor."""

from collections.abc import Mapping

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


class PortalAdminSite(AdminSite):
    """Django's admin for people and records."""

    site_header = "Data Engineering Mastery"
    site_title = "Admin"
    index_title = "People and records"

    def login(self, request: HttpRequest, extra_context: Mapping[str, object] | None = None) -> HttpResponse:
        """Send strangers to the portal's own door; tell learners that these pages are not for them."""
        if request.user.is_authenticated and not self.has_permission(request):
            return render(request, "accounts/not_staff.html", status=403)
        response: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return response

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: object = None
    ) -> HttpResponse:
        """Change a password in one place only: the portal's page, with its limits and its notice by mail."""
        return redirect("account_change_password")
