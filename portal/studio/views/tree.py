"""The tree of content."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, editor_required
from portal.core.http import is_fragment
from portal.studio.models import Draft
from portal.studio.selectors.tree import branch, children, find


@require_safe
@never_cache
@editor_required
def tree(request: LearnerRequest) -> HttpResponse:
    """Show the files of the curriculum, those found by the words in ``q``, and the author's drafts."""
    words = request.GET.get("q", "").strip()[:100]
    nodes, more = find(request.user, words) if words else (branch(request.user), False)
    found = {"nodes": nodes, "words": words, "more": more, "part": "content"}
    if is_fragment(request):
        return render(request, "studio/tree/_found.html", found)
    drafts = Draft.objects.of(request.user).light()
    return render(request, "studio/tree/tree.html", {**found, "drafts": drafts})


@require_safe
@never_cache
@editor_required
def folder(request: LearnerRequest, path: str) -> HttpResponse:
    """Show what lies in a folder: a piece of the tree, or for a plain link a page open at it."""
    nodes = children(request.user, path)
    if not nodes:
        raise Http404
    if is_fragment(request):
        return render(request, "studio/tree/_nodes.html", {"nodes": nodes})
    drafts = Draft.objects.of(request.user).light()
    page = {"nodes": branch(request.user, path), "drafts": drafts, "part": "content", "folder": path}
    return render(request, "studio/tree/tree.html", page)
