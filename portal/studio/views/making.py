"""New files, files that move, and pictures that are uploaded."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.http import LearnerRequest, editor_required
from portal.content.compile.places import peek_id
from portal.core.errors import Refused
from portal.studio.rules.making import WHAT
from portal.studio.selectors.links import files_that_name
from portal.studio.selectors.sheet import PICTURES, sheet_of
from portal.studio.services.looking import look_at
from portal.studio.services.making import make
from portal.studio.services.making import move as move_file
from portal.studio.services.pictures import upload as keep_picture


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@editor_required
def new(request: LearnerRequest) -> HttpResponse:
    """Ask what to begin and where; begin it."""
    asked = request.POST if request.method == "POST" else request.GET
    page = {
        "what": asked.get("what", "lesson"),
        "folder": asked.get("folder", ""),
        "title": asked.get("title", ""),
    }
    refused, now = "", timezone.now()
    if request.method == "POST":
        try:
            draft = make(request.user, page["what"], folder=page["folder"], title=page["title"], now=now)
        except Refused as no:
            refused = no.reason
        else:
            look_at(draft, now.date())
            return redirect("studio:file", draft.path)
    more = {"choices": WHAT.items(), "refused": refused, "part": "content"}
    return render(request, "studio/tree/new.html", {**page, **more}, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@editor_required
def move(request: LearnerRequest, path: str) -> HttpResponse:
    """Ask for another path, and for a lesson another id; name what links to it, and move it."""
    sheet, now = sheet_of(request.user, path), timezone.now()
    if sheet is None or sheet.data is None:
        raise Http404
    uid = peek_id(sheet.data) if sheet.kind == "lesson" else ""
    page = {"to": request.POST.get("to", path), "new_id": request.POST.get("new_id", uid), "refused": ""}
    if request.method == "POST":
        try:
            draft = move_file(request.user, path, page["to"], new_id=page["new_id"], now=now)
        except Refused as no:
            page["refused"] = no.reason
        else:
            look_at(draft, now.date())
            return redirect("studio:file", draft.path)
    named = files_that_name(path, uid)
    more = {"sheet": sheet, "uid": uid, "named": named, "part": "content"}
    return render(request, "studio/tree/move.html", {**page, **more}, status=422 if page["refused"] else 200)


@require_POST
@editor_required
def upload(request: LearnerRequest, path: str) -> HttpResponse:
    """Take a picture in, beside a text or in place of another picture."""
    sheet, sent = sheet_of(request.user, path), request.FILES.get("picture")
    if sheet is None:
        raise Http404
    if sent is None:
        raise Refused("No picture came along. Choose a file first.")
    name = request.POST.get("name") or sent.name or "picture"
    draft = keep_picture(request.user, path, name, sent.read(), now=timezone.now())
    look_at(draft, timezone.now().date())
    messages.success(request, f"Uploaded as {draft.path}. “Insert” has a figure with it.")
    return redirect("studio:file", draft.path if sheet.kind in PICTURES else path)
