"""``/studio/git/``: how the portal and the configured repository stand, for editors; publishers pull and push."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, editor_required, publisher_required
from portal.studio.git import selectors
from portal.studio.git.models import Link
from portal.studio.git.services.asking import ask


@require_safe
@never_cache
@editor_required
def index(request: LearnerRequest) -> HttpResponse:
    """Show what was pulled and pushed last, what waits, and what went wrong."""
    link = selectors.link()
    waiting = list(selectors.waiting(link)[: selectors.NEWEST + 1]) if settings.GIT.remote else []
    context = {
        "part": "git",
        "place": selectors.place(),
        "link": link,
        "git": selectors.standing(),
        "waiting": waiting[: selectors.NEWEST],
        "more": len(waiting) > selectors.NEWEST,
    }
    return render(request, "studio/git/page.html", context)


@require_POST
@publisher_required
def pull(request: LearnerRequest) -> HttpResponse:
    """Ask for the repository's changes."""
    ask(Link.Wish.PULL, now=timezone.now())
    return redirect("git:index")


@require_POST
@publisher_required
def push(request: LearnerRequest) -> HttpResponse:
    """Ask for what was published to be sent."""
    ask(Link.Wish.PUSH, now=timezone.now())
    return redirect("git:index")
