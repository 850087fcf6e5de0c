"""Proposals: from drafts to what is decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.http import LearnerRequest, editor_required, publisher_required
from portal.accounts.selectors import zone_of
from portal.studio.forms import moment_of
from portal.studio.http import picture_answer
from portal.studio.models import WAITING, Proposal, ProposalFile
from portal.studio.selectors import proposals as found
from portal.studio.services import proposals as services

PART = {"part": "proposals"}


@require_safe
@never_cache
@editor_required
def proposals(request: LearnerRequest) -> HttpResponse:
    """List what waits for a decision, what was decided, and the person's own drafts."""
    lists = {
        "drafts": found.drafts_of(request.user),
        "waiting": found.waiting(),
        "decided": found.decided(),
    }
    return render(request, "studio/proposals/proposals.html", {**PART, **lists})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@editor_required
def propose(request: LearnerRequest) -> HttpResponse:
    """Show the person's drafts, and make those chosen a proposal."""
    if request.method == "POST":
        paths, message = request.POST.getlist("path"), request.POST.get("message", "")
        made = services.propose(request.user, paths, message=message, now=timezone.now())
        return redirect("studio:proposal", made.pk)
    return render(request, "studio/proposals/propose.html", {**PART, "drafts": found.drafts_of(request.user)})


@require_safe
@never_cache
@editor_required
def proposal(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show what a proposal changes and, while it waits, what that would mean."""
    shown, now = proposal_of(pk), timezone.now()
    waits = shown.state in WAITING
    page = {
        "proposal": shown,
        "waits": waits,
        "changes": found.changes_of(shown),
        "prospect": found.prospect_of(shown, now=now) if waits else None,
    }
    return render(request, "studio/proposals/proposal.html", {**PART, **page})


@require_safe
@never_cache
@editor_required
def picture(request: LearnerRequest, pk: int, path: str) -> HttpResponse:
    """Send a picture as a proposal would have it, to editors. Never a drawing: those can act."""
    file = get_object_or_404(ProposalFile.objects.select_related("blob"), proposal=pk, path=path)
    return picture_answer(path, bytes(file.blob.data) if file.blob else b"")


@require_POST
@editor_required
def withdraw(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take a proposal back into drafts."""
    services.withdraw(request.user, proposal_of(pk), now=timezone.now())
    messages.success(request, "Withdrawn. The texts are your drafts again.")
    return redirect("studio:proposals")


@require_POST
@publisher_required
def send_back(request: LearnerRequest, pk: int) -> HttpResponse:
    """Return a proposal to its author with a word."""
    services.send_back(request.user, proposal_of(pk), word=request.POST.get("word", ""), now=timezone.now())
    messages.success(request, "Returned. The texts are drafts of the author again, with your word.")
    return redirect("studio:proposals")


@require_POST
@publisher_required
def schedule(request: LearnerRequest, pk: int) -> HttpResponse:
    """Let a proposal be published later, or not by itself any more."""
    at = moment_of(request.POST.get("at", ""), zone_of(request.user)) if "at" in request.POST else None
    services.schedule(request.user, proposal_of(pk), at=at, now=timezone.now())
    messages.success(request, "Scheduled." if at else "Not scheduled any more.")
    return redirect("studio:proposal", pk)


@require_POST
@editor_required
def alias(request: LearnerRequest, pk: int) -> HttpResponse:
    """Write the alias of a renamed id into the proposal."""
    names = {name: request.POST.get(name, "") for name in ("old", "new")}
    services.write_alias(request.user, proposal_of(pk), request.POST.get("path", ""), **names)
    messages.success(request, f"The alias of “{names['old']}” is written.")
    return redirect("studio:proposal", pk)


def proposal_of(pk: int) -> Proposal:
    """Return a proposal, or answer 404."""
    return get_object_or_404(Proposal.objects.select_related("author", "decided_by", "release"), pk=pk)
