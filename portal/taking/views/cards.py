"""The learner's cards: listed, written, changed, removed; and how much review they want."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.content.models import Lesson
from portal.core.http import request_id
from portal.review.models import Card
from portal.review.rules.pace import Kind
from portal.review.selectors import terms_of
from portal.review.services import edit_card, make_card, remove_card, set_settings
from portal.taking.review.amount import amount_page
from portal.taking.review.cards import list_page
from portal.taking.review.forms import AmountForm, CardForm
from portal.taking.review.writing import form_page, start_of


@require_safe
@never_cache
@learner_required
def cards(request: LearnerRequest) -> HttpResponse:
    """List the learner's cards."""
    asked = {name: request.GET.get(name, "") for name in ("find", "show")}
    page = list_page(request.user, timezone.now(), number=request.GET.get("page", "1"), **asked)
    return render(request, "taking/review/cards/list.html", page)


@never_cache
@learner_required
def new(request: LearnerRequest) -> HttpResponse:
    """Write a card, from nothing or from a sentence of a lesson; once for each form."""
    source = request.POST if request.method == "POST" else request.GET
    lesson = Lesson.objects.live().filter(uid=source.get("lesson", "")[:200]).first()
    form = (
        CardForm(request.POST) if request.method == "POST" else CardForm(initial=start_of(request.GET.dict()))
    )
    if not form.is_valid():
        return render(request, "taking/review/cards/form.html", form_page(form, lesson=lesson))
    key = request_id(request)
    make_card(request.user, **form.cleaned_data, request_id=key, now=timezone.now(), lesson=lesson)
    messages.info(request, "The card is made. It comes up in your next review.")
    return redirect(lesson.get_absolute_url() if lesson else "taking:cards")


@never_cache
@learner_required
def edit(request: LearnerRequest, pk: int) -> HttpResponse:
    """Change the texts of a card the learner wrote; when it is due stays."""
    card = get_object_or_404(
        Card.objects.of(request.user).kept().select_related("lesson"), pk=pk, kind=Kind.OWN
    )
    start = {"front": card.front, "back": card.back}
    form = CardForm(request.POST) if request.method == "POST" else CardForm(initial=start)
    if not form.is_valid():
        return render(
            request, "taking/review/cards/form.html", form_page(form, lesson=card.lesson, card=card)
        )
    edit_card(request.user, card, **form.cleaned_data)
    messages.info(request, "The card is changed. When it comes back stays as it was.")
    return redirect("taking:cards")


@require_POST
@learner_required
def remove(request: LearnerRequest, pk: int) -> HttpResponse:
    """Erase a card the learner wrote."""
    card = get_object_or_404(Card, pk=pk, user=request.user)
    remove_card(request.user, card, now=timezone.now())
    messages.info(request, "The card is removed, and its text erased.")
    return redirect("taking:cards")


@never_cache
@learner_required
def settings(request: LearnerRequest) -> HttpResponse:
    """Change how much review there is, beside what that leads to."""
    form = AmountForm.of(terms_of(request.user), request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "taking/review/settings.html", amount_page(request.user, form, timezone.now()))
    wanted = {**form.cleaned_data, "retention": form.cleaned_data["retention"] / 100}
    set_settings(request.user, **wanted)
    messages.info(request, "Saved. A new recall holds from each card's next answer on.")
    return redirect("taking:review-settings")
