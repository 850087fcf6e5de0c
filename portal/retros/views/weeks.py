"""A week, the year of weeks, and the learner's words."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.retros.export import file_of
from portal.retros.http import draft_of, week_or_404, whole
from portal.retros.rules.weeks import WEEKDAYS
from portal.retros.selectors.page import page_of
from portal.retros.selectors.sides import sides_of
from portal.retros.selectors.terms import settings_of, terms_of
from portal.retros.selectors.year import year_of
from portal.retros.services import words
from portal.retros.services.settings import HOURS, set_settings


@require_safe
@learner_required
def index(request: LearnerRequest) -> HttpResponse:
    """Show the year of weeks, and the settings."""
    page = {
        "year": year_of(request.user, timezone.now()),
        "settings": settings_of(request.user),
        "weekdays": WEEKDAYS.items(),
        "hours": HOURS,
        "section": "week",
    }
    return render(request, "retros/index.html", page)


@require_safe
@never_cache
@learner_required
def week(request: LearnerRequest, week: str) -> HttpResponse:
    """Show one week as the log has it now."""
    page = page_of(request.user, week_or_404(request.user, week), timezone.now())
    if page is None:
        raise Http404
    return render(request, "retros/week.html", {"page": page, "section": "week"})


@require_POST
@learner_required
def save(request: LearnerRequest, week: str) -> HttpResponse:
    """Save the words on a week and act on what was chosen; a page that is out of date gets both texts and 409."""
    named, draft, now = week_or_404(request.user, week), draft_of(request), timezone.now()
    try:
        words.save(request.user, named, draft, now=now)
    except words.Conflict as conflict:
        page = {"week": named, "draft": draft, "stored": conflict.stored, "section": "week"}
        page["sides"] = sides_of(conflict.stored, draft.texts)
        return render(request, "retros/conflict.html", page, status=409)
    said = f"Week {named.number} is closed. You can still change it." if draft.close else "Saved."
    messages.success(request, said)
    return redirect("retros:week", week)


@require_safe
@never_cache
@learner_required
def export(request: LearnerRequest, week: str) -> HttpResponse:
    """Send one week as a Markdown file."""
    found = week_or_404(request.user, week)
    if found.first > terms_of(request.user).day(timezone.now()):
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="retrospective-{found.name}.md"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(
        file_of(request.user, found), content_type="text/markdown; charset=utf-8", headers=headers
    )


@require_POST
@learner_required
def settings(request: LearnerRequest) -> HttpResponse:
    """Keep when weeks begin, and whether and when the mail comes."""
    given = request.POST
    set_settings(
        request.user,
        weekday=whole(given.get("weekday", "")),
        mail=given.get("mail") == "on",
        mail_hour=whole(given.get("mail_hour", "")),
        now=timezone.now(),
    )
    messages.success(request, "The settings of your weeks are saved.")
    return redirect("retros:index")
