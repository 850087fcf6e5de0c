"""The reading list: the book's chapters and the blogs."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.http import render_forms
from portal.routine.selectors.reading import reading_page


@require_safe
@learner_required
def book(request: LearnerRequest) -> HttpResponse:
    """Show chapters and posts with what was said of them."""
    return render_forms(
        request, "routine/book.html", {"page": reading_page(request.user), "section": "today"}
    )
