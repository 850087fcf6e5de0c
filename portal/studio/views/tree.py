"""The tree of content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, editor_required
from portal.studio.models import Draft


@require_safe
@never_cache
@editor_required
def tree(request: LearnerRequest) -> HttpResponse:
    """Show the files of the curriculum, and the author's drafts."""
    return render(request, "studio/tree.html", {"drafts": Draft.objects.of(request.user), "part": "content"})
