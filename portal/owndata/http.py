"""What somebody sees who signs in again while their account is about to be deleted: the choice first, then a line."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.door.adapter import DoorAdapter
from portal.accounts.models import User
from portal.accounts.selectors import zone_of
from portal.owndata.selectors import leaving_of


class LeavingAdapter(DoorAdapter):
    """The door, with the question whether to stay."""

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Lead to the choice instead of on; the browser is remembered as always."""
        response: HttpResponse = super().post_login(request, user, **options)
        if leaving := leaving_of(user):
            request.session["leaving"] = f"{leaving.due_at.astimezone(zone_of(user)):%-d %B %Y, %H:%M}"
            response.headers["Location"] = redirect("owndata:choice").headers["Location"]
        return response
