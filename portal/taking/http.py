"""The question page: a frame drawn once for everybody, and the question, which HTMX swaps alone."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django_htmx.http import HttpResponseClientRedirect

from portal.core.drawn import Holes
from portal.core.http import HtmxRequest, answer, draw_page, fill_page, is_fragment
from portal.progress.pieces import said
from portal.taking.drawn import asked


def question_page(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    """Answer with a question: the whole page, or for HTMX the question, its title and a sentence to say."""
    title = f"Question {page['number']} of {page['count']}: {page['title']}"
    middle = asked(page)
    if not _swaps(request):
        return _whole(request, title, middle)
    response = answer(request, _title(title), middle, said(sentence(page)))
    if cast(HtmxRequest, request).htmx.current_url_abs_path != request.get_full_path():
        response["HX-Push-Url"] = request.get_full_path()
    return response


def conflict_page(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    """Answer 409 with both answers, in place of the question for HTMX."""
    title, both = f"Two answers: {page['title']}", _both(page)
    if not _swaps(request):
        response = _whole(request, title, both)
    else:
        response = answer(request, _title(title), both, said("Two answers. Which one stays?"))
        response["HX-Retarget"], response["HX-Reswap"] = "#asked", "outerHTML"
    response.status_code = 409
    return response


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to another page than the question's, as a whole page for HTMX, too."""
    return HttpResponseClientRedirect(address) if _swaps(request) else redirect(address)


def sentence(page: dict[str, Any]) -> str:
    """Return what is said aloud when a question takes the place of another."""
    sheet = page["sheet"]
    if sheet.verdict:
        return f"Question {page['number']}: {sheet.word}."
    if sheet.waiting:
        return "Now judge your own answer."
    return f"Question {page['number']} of {page['count']}."


def _swaps(request: HttpRequest) -> bool:
    """Return whether HTMX asks for a piece; a step back in the history gets the whole page."""
    asked = cast(HtmxRequest, request)
    return is_fragment(asked) and not asked.htmx.history_restore_request


def _both(page: dict[str, Any]) -> SafeString:
    """Draw the two answers; the token stays a hole."""
    return render_to_string("taking/_conflict.html", {**page, "csrf_token": Holes()["token"]})


def _whole(request: HttpRequest, title: str, middle: SafeString) -> HttpResponse:
    frame = draw_page(request, "taking/question.html", anywhere=True, section="path")
    return fill_page(request, frame, stamp="", title=title, asked=middle)


def _title(text: str) -> SafeString:
    return render_to_string("taking/part/_title.html", {"title": text})
