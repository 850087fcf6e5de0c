"""``/studio/health/``: what in the curriculum needs a look, for its editors."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, editor_required
from portal.health import selectors
from portal.health.services.surveying import BATCH, survey


@require_safe
@never_cache
@editor_required
def index(request: LearnerRequest) -> HttpResponse:
    """Show how far the curriculum is, and everything that was found."""
    context = {
        "part": "health",
        "rows": selectors.tracks(),
        "facts": selectors.old_facts(timezone.now().date()),
        "dead": selectors.dead_links(),
        "links": selectors.links(),
        "asking": settings.LINK_CHECKS,
        "flagged": selectors.flagged(),
        "drills": selectors.untested_drills(),
        "changed": selectors.changed_files().count(),
    }
    return render(request, "health/page.html", context)


@require_POST
@editor_required
def look(request: LearnerRequest) -> HttpResponse:
    """Look at files that changed now, as many as a request may; the worker looks at the others within minutes."""
    survey(now=timezone.now(), most=BATCH)
    return redirect("health:index")
