"""Ticking, marking as done, and remembering the place: forms that work with and without HTMX."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.http import LearnerRequest, learner_required
from portal.content.models import ChecklistItem, Lesson, Milestone
from portal.core.http import answer, is_fragment, request_id
from portal.progress import pieces, selectors, services


@require_POST
@learner_required
def tick(request: LearnerRequest, uid: str) -> HttpResponse:
    """Tick or untick one line of a checklist; its row for HTMX, the lesson at that row for a plain form."""
    item, now = _item(uid, request.POST.get("item", "")), timezone.now()
    done = request.POST.get("done") == "true"
    services.set_tick(request.user, item, done=done, at=now, request_id=request_id(request))
    if not is_fragment(request):
        return redirect(f"{item.lesson.get_absolute_url()}#item-{item.key}")
    rows = selectors.around(item.lesson.pk, [item.lesson.uid], request.user, now).rows
    row = next(row for row in rows if row.key == item.key)
    meter = selectors.meter(rows)
    said = f"{'Ticked' if row.done else 'Taken back'}: {meter.sentence} done."
    return answer(request, pieces.row(row, request.path), pieces.meter(meter, oob=True), pieces.said(said))


@require_POST
@learner_required
def step(request: LearnerRequest, milestone: str, number: int) -> HttpResponse:
    """Tick or untick one step of a milestone; its row for HTMX, the track at that row for a plain form."""
    found = get_object_or_404(Milestone.objects.select_related("track"), uid=milestone)
    done, now = request.POST.get("done") == "true", timezone.now()
    services.set_step(request.user, found, number, done=done, at=now, request_id=request_id(request))
    if not is_fragment(request):
        return redirect(f"{found.track.get_absolute_url()}#{milestone}-step-{number}")
    steps = selectors.steps_of([found], request.user)[milestone]
    step, meter = steps[number - 1], selectors.meter(steps)
    said = f"{'Ticked' if step.done else 'Taken back'}: {meter.sentence} steps done."
    beside = pieces.meter(meter, at=f"{milestone}-meter", oob=True)
    return answer(request, pieces.step(step), beside, pieces.said(said))


@require_POST
@learner_required
def done(request: LearnerRequest, uid: str) -> HttpResponse:
    """Mark a lesson as done, or not; its ending for HTMX, the lesson at its ending for a plain form."""
    lesson, now = _lesson(uid), timezone.now()
    done, beside = request.POST.get("done") == "true", "beside" in request.POST
    services.set_done(request.user, lesson, done=done, at=now, request_id=request_id(request))
    if not is_fragment(request):
        return redirect(f"{lesson.get_absolute_url()}#ending")
    state = selectors.around(lesson.pk, [lesson.uid], request.user, now).standing(lesson.uid)
    said = f"“{lesson.short}” is {'marked as done' if state.read_on else 'open again'}."
    ending = pieces.ending(lesson.uid, state, beside=beside)
    return answer(request, ending, pieces.state(state, oob=True), pieces.said(said))


@require_POST
@learner_required
def place(request: LearnerRequest, uid: str) -> HttpResponse:
    """Remember the section in view; sent by a script, so there is nothing to show."""
    anchor = request.POST.get("anchor", "")
    services.note_place(request.user, _lesson(uid), anchor=anchor, at=timezone.now())
    return HttpResponse(status=204)


def _lesson(uid: str) -> Lesson:
    lesson = selectors.find_lesson(uid)
    if lesson is None:
        raise Http404
    return lesson


def _item(uid: str, key: str) -> ChecklistItem:
    item = selectors.find_item(uid, key)
    if item is None:
        raise Http404
    return item
