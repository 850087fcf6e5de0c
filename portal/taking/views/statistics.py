"""``/quiz-statistics/``: how questions do. Staff only; others find no such page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, staff_required
from portal.taking.statistics.export import table_of
from portal.taking.statistics.pages import nothing_of, overview, page_of, study


@require_safe
@never_cache
@staff_required
def quizzes(request: LearnerRequest) -> HttpResponse:
    """List the quizzes that somebody has taken, those with flagged questions first."""
    return render(request, "taking/statistics/list.html", overview(request.GET.get("sort", "")))


@require_safe
@never_cache
@staff_required
def quiz(request: LearnerRequest, uid: str) -> HttpResponse:
    """Show the figures of every question of a quiz."""
    asked = {name: request.GET.get(name, "") for name in ("version", "sort")}
    found = study(uid, opened=request.GET.get("open", ""), **asked)
    if found:
        return render(request, "taking/statistics/quiz.html", page_of(found, **asked))
    nothing = nothing_of(uid)
    if nothing is None or asked["version"]:
        raise Http404
    return render(request, "taking/statistics/nothing.html", nothing)


@require_safe
@never_cache
@staff_required
def table(request: LearnerRequest, uid: str) -> HttpResponse:
    """Give the figures as a file for a spreadsheet."""
    found = study(uid, version=request.GET.get("version", ""), sort=request.GET.get("sort", "question"))
    if found is None:
        raise Http404
    name = f"{uid.replace('/', '-')}-questions.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table_of(found), content_type="text/csv; charset=utf-8", headers=disposition)
