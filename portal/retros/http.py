"""What the forms of a week say."""

from django.http import Http404, HttpRequest, QueryDict

from portal.accounts.models import User
from portal.retros.rules.candidates import Question
from portal.retros.rules.weeks import Week, week_named
from portal.retros.selectors.terms import terms_of
from portal.retros.services.words import Draft


def week_or_404(learner: User, name: str) -> Week:
    """Return the learner's week of an address: ``2026-W47``."""
    week = week_named(name, terms_of(learner).starts)
    if week is None:
        raise Http404
    return week


def draft_of(request: HttpRequest) -> Draft:
    """Read the form of a week's questions; what is missing is empty."""
    posted = request.POST
    revision = posted.get("revision", "")
    return Draft(
        texts={question.value: posted.get(question, "") for question in Question},
        revision=int(revision) if revision.isdecimal() and len(revision) < 9 else 0,
        chosen={question.value: posted.getlist(f"{question}-topic") for question in Question},
        ways=_ways(posted),
        close=posted.get("do") == "close",
    )


def _ways(posted: QueryDict) -> dict[str, str]:
    """Return what is to be done with each hard topic, by its id."""
    head = "way:"
    return {name.removeprefix(head): str(posted[name]) for name in posted if name.startswith(head)}


def whole(text: str) -> int:
    """Return a small whole number of a form; -1 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
