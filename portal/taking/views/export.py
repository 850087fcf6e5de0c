"""Downloads: a learner's cards, and for staff a quiz with its answers."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.quizzes.exchange.gift_write import to_gift
from portal.quizzes.selectors import version_of_question
from portal.taking.anki import cards_as_anki


@require_safe
@never_cache
@learner_required
def cards(request: LearnerRequest) -> HttpResponse:
    """Give the learner's own cards in review as a file for Anki."""
    return _file(cards_as_anki(request.user), "cards.anki.txt")


@require_safe
@never_cache
@learner_required
def gift(request: LearnerRequest, uid: str) -> HttpResponse:
    """Give a quiz as GIFT, what is left out in comments; for others than staff there is no such page."""
    version = version_of_question(uid) if request.user.is_staff else None
    if version is None:
        raise Http404
    text, left = to_gift(version.quiz_file())
    comments = "".join(f"// left out: {' '.join(str(one).split())}\n" for one in left)
    return _file(f"{comments}\n{text}" if left else text, f"{uid}.gift.txt")


def _file(text: str, name: str) -> HttpResponse:
    """Return a text to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
