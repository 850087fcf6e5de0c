"""One file: looking at it, saving a draft of it, and giving a draft up."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, editor_required
from portal.accounts.selectors import zone_of
from portal.content.compile.source.paths import kind_of
from portal.notes.rules import merged
from portal.studio.http import picture_answer, preview_of, problems_of
from portal.studio.models import Draft
from portal.studio.rules.snippets import appended, figure, snippets_for
from portal.studio.selectors.proposals import served_blob
from portal.studio.selectors.sheet import NONE, Sheet, clock, pictures_near, sheet_of, token_of
from portal.studio.selectors.tree import branch, way_to
from portal.studio.services import drafts as services
from portal.studio.services.discarding import discard as discard_draft
from portal.studio.services.looking import look, look_at


@require_safe
@never_cache
@editor_required
def file(request: LearnerRequest, path: str) -> HttpResponse:
    """Show a file: its source, how it looks, and what is wrong with it."""
    sheet = sheet_of(request.user, path)
    if sheet is None:
        raise Http404
    return _page(request, sheet)


@require_POST
@editor_required
def save(request: LearnerRequest, path: str) -> HttpResponse:
    """Save a draft; for a script the preview in JSON, for a plain form the page again."""
    sent, quiet = _sent(request, path), request.POST.get("do") == "save"
    try:
        draft = services.save_text(request.user, path, sent, now=timezone.now())
    except services.Conflict as conflict:
        return HttpResponse(status=409) if quiet else _both(request, path, conflict.stored, sent)
    except services.TooLarge as large:
        return (
            JsonResponse({"reason": large.reason}, status=422)
            if quiet
            else _refused(request, path, sent, large)
        )
    if not quiet:
        look_at(draft, _today(request))
        return redirect(f"{reverse('studio:file', args=[path])}#{_place(request)}")
    return _told(request, draft)


@require_POST
@editor_required
def discard(request: LearnerRequest, path: str) -> HttpResponse:
    """Give a draft up; what is served stays as it is."""
    gone = discard_draft(request.user, path, now=timezone.now())
    if gone:
        messages.success(request, f"Draft discarded: {', '.join(gone)}.")
    return redirect("studio:file", path) if sheet_of(request.user, path) else redirect("studio:tree")


@require_POST
@editor_required
def remove(request: LearnerRequest, path: str) -> HttpResponse:
    """Make the removal of a served file a draft."""
    if served_blob(path) is None:
        raise Http404
    services.remove(request.user, path, now=timezone.now())
    return redirect("studio:file", path)


@require_safe
@never_cache
@editor_required
def picture(request: LearnerRequest, path: str) -> HttpResponse:
    """Send a picture that is not published yet to its author, and to nobody else. Never a drawing: those can act."""
    draft = get_object_or_404(Draft.objects.of(request.user), path=path, data__isnull=False)
    return picture_answer(path, bytes(draft.data or b""))


def _sent(request: LearnerRequest, path: str) -> services.Sent:
    """Return what a page sent; with a snippet to insert, at its end."""
    post = request.POST
    text, serial = post.get("text", ""), post.get("serial", "")
    wanted = post.get("insert", "")
    pieces = {piece.key: piece.text for piece in snippets_for(kind_of(path) or "data")}
    name = wanted.removeprefix("picture-")
    if name != wanted and name in pictures_near(request.user, path):
        pieces[wanted] = figure(name)
    if snippet := pieces.get(wanted):
        text = appended(snippet, text.replace("\r\n", "\n"))
    number = int(serial) if serial.isdecimal() and len(serial) < 9 else 0
    return services.Sent(text, post.get("token", "")[:40] or NONE, post.get("writer", "")[:36], number)


def _place(request: LearnerRequest) -> str:
    return "preview" if request.POST.get("do") == "show" else "source"


def _told(request: LearnerRequest, draft: Draft) -> JsonResponse:
    """Return what a script puts into the page after a save."""
    looked, data = look_at(draft, _today(request)), bytes(draft.data or b"")
    return JsonResponse(
        {
            "token": token_of(draft),
            "status": f"Draft saved {clock(draft.updated_at, zone_of(request.user))}",
            "preview": preview_of(draft.path, looked, is_draft=True),
            "problems": problems_of(draft.path, data, looked),
            "lint": [
                [fault.line, str(fault).partition(": ")[2]]
                for fault in looked.problems
                if fault.path == draft.path
            ],
            "tree": [[node.path, node.flag, node.is_bad] for node in way_to(request.user, draft.path)],
        }
    )


def _page(request: LearnerRequest, sheet: Sheet, **more: object) -> HttpResponse:
    """Draw the page of a file, whose ``data`` may be what was refused."""
    context: dict[str, object] = {
        "sheet": sheet,
        "part": "content",
        "nodes": branch(request.user, sheet.path),
    }
    if sheet.data is not None:
        looked = look(request.user, sheet.path, sheet.data, _today(request))
        context["preview"] = preview_of(sheet.path, looked, is_draft=sheet.draft is not None)
        context["problems"] = problems_of(sheet.path, sheet.data, looked)
        near = pictures_near(request.user, sheet.path) if sheet.snippets else []
        context["pictures"] = [(name, figure(name)) for name in near]
    line = request.GET.get("line", "")
    context["line"] = line if line.isdecimal() and len(line) < 7 else ""
    return render(
        request, "studio/edit/file.html", {**context, **more}, status=422 if "refused" in more else 200
    )


def _refused(
    request: LearnerRequest, path: str, sent: services.Sent, large: services.TooLarge
) -> HttpResponse:
    """Show the page with the text that was too large still in it, and the reason."""
    sheet = sheet_of(request.user, path)
    if sheet is None:
        raise large
    return _page(request, sheet, refused=large.reason, typed=sent.text)


def _both(request: LearnerRequest, path: str, stored: Draft | None, sent: services.Sent) -> HttpResponse:
    """Show what is stored beside what was sent; nothing was overwritten."""
    there = bytes(stored.data or b"").decode("utf-8", "replace").replace("\r\n", "\n") if stored else ""
    mine = sent.text.replace("\r\n", "\n").replace("\r", "\n")
    page = {"path": path, "stored": stored, "there": there, "mine": mine, "token": token_of(stored)}
    return render(
        request,
        "studio/edit/two_texts.html",
        {**page, "both": merged(there, mine), "part": "content"},
        status=409,
    )


def _today(request: LearnerRequest) -> date:
    return timezone.now().date()
