"""Taking a quiz: forms that work with and without a script."""

from secrets import randbits

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.http import request_id
from portal.quizzes import selectors, services
from portal.quizzes.models import Attempt, Quiz
from portal.taking import services as taking
from portal.taking.attempt import at_question, intro, next_open, result
from portal.taking.http import conflict_page, go, question_page
from portal.taking.posted import Posted, posted_of


@require_safe
@never_cache
@learner_required
def quiz(request: LearnerRequest, uid: str) -> HttpResponse:
    """Show what a quiz is about, how it went so far, and the ways to begin."""
    return render(request, "taking/quiz.html", intro(_quiz(uid), request.user))


@require_POST
@learner_required
def start(request: LearnerRequest, uid: str) -> HttpResponse:
    """Begin an attempt and go to its first question."""
    mode = "exam" if request.POST.get("mode") == "exam" else "practice"
    minutes = request.POST.get("minutes", "")
    attempt = services.start(
        request.user,
        _quiz(uid),
        mode=mode,
        minutes=int(minutes) if minutes.isdecimal() and 1 <= int(minutes) <= 240 else None,
        seed=randbits(48),
        request_id=request_id(request),
        now=timezone.now(),
    )
    return redirect("taking:question", uid, attempt.pk, 1)


@require_safe
@never_cache
@learner_required
def attempt(request: LearnerRequest, uid: str, pk: int) -> HttpResponse:
    """Show the result of a finished attempt; else go on where the learner stopped."""
    found = _attempt(request, uid, pk)
    if found.finished_at is None:
        return redirect("taking:question", uid, pk, next_open(found))
    return render(request, "taking/result.html", result(found))


@require_safe
@never_cache
@learner_required
def question(request: LearnerRequest, uid: str, pk: int, number: int) -> HttpResponse:
    """Show one question; after the end, the result at that question."""
    sitting = selectors.find_sitting(request.user, uid, pk)
    if sitting is None:
        raise Http404
    found = sitting.attempt
    _check(found, number)
    if found.finished_at:
        return go(request, f"{found.get_absolute_url()}#question-{number}")
    page = at_question(sitting, number, again="again" in request.GET, now=timezone.now())
    return question_page(request, page)


@require_POST
@learner_required
def answer(request: LearnerRequest, uid: str, pk: int, number: int) -> HttpResponse:
    """Keep or grade what was given for one question; a page that is out of date gets both values and 409."""
    found = _attempt(request, uid, pk)
    _check(found, number)
    posted = posted_of(dict(request.POST.lists()), timezone.now())
    try:
        return _take(request, found, number, posted)
    except services.Conflict as conflict:
        return _conflict(request, found, number, conflict)


@require_POST
@learner_required
def finish(request: LearnerRequest, uid: str, pk: int) -> HttpResponse:
    """End an attempt and show how it went."""
    found = taking.finish(_attempt(request, uid, pk), now=timezone.now())
    return redirect(found.get_absolute_url())


def _take(request: HttpRequest, found: Attempt, number: int, posted: Posted) -> HttpResponse:
    """Do what the pressed button says."""
    asked = found.version.question(found.order[number - 1])
    if asked is None:
        raise Http404
    grading = posted.do in ("check", "pass", "judge") and (
        found.mode == Attempt.Mode.PRACTICE or found.finished_at
    )
    if grading:
        services.answer(found, asked, **posted.answer, blank=posted.do == "pass")
    else:
        response = services.save(found, asked, **posted.answer, hint=posted.do == "hint")
        if posted.do == "save":
            return JsonResponse({"revision": response.revision})
    if found.finished_at:
        taking.finish(found, now=posted.answer["now"])
        return go(request, f"{found.get_absolute_url()}#question-{number}")
    onward = number + 1 if posted.do == "check" and not grading and number < len(found.order) else number
    return redirect("taking:question", found.version.quiz_file().id, found.pk, onward)


def _conflict(request: HttpRequest, found: Attempt, number: int, conflict: services.Conflict) -> HttpResponse:
    """Show what is saved and what was sent, and let the learner choose."""
    if request.POST.get("do") == "save":
        saved = {"revision": conflict.stored.revision, "value": conflict.stored.value}
        return JsonResponse(saved, status=409)
    sitting = selectors.Sitting(found, selectors.responses_of(found))
    page = at_question(sitting, number, again=False, now=timezone.now(), conflict=conflict)
    return conflict_page(request, page)


def _quiz(uid: str) -> Quiz:
    found = selectors.find_quiz(uid)
    if found is None:
        raise Http404
    return found


def _attempt(request: LearnerRequest, uid: str, pk: int) -> Attempt:
    found = selectors.find_attempt(request.user, uid, pk)
    if found is None:
        raise Http404
    return found


def _check(found: Attempt, number: int) -> None:
    if not 1 <= number <= len(found.order):
        raise Http404
