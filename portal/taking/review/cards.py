"""The list of a learner's cards: found by text, filtered, paged, each with what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.html import strip_tags
from django.utils.text import Truncator

from portal.accounts.models import User
from portal.quizzes.models import Quiz
from portal.quizzes.parts import Question
from portal.quizzes.vars.fill import filled
from portal.review.models import Card, CardQuerySet
from portal.review.rules.pace import Kind
from portal.review.selectors import Terms, terms_of

PAGE = 25
SHOWS = {"all": "All", "own": "Your own", "aside": "Set aside"}
Titles = Mapping[str, tuple[str, str]]
"""Id of a question → its title as Markdown, and as HTML."""


@dataclass(frozen=True, slots=True)
class Row:
    """A card of the list. ``html`` is sanitised; ``due`` is empty for what is new, set aside or gone."""

    card: Card
    html: str
    text: str
    due: date | None
    state: str


def list_page(learner: User, now: datetime, *, find: str, show: str, number: str) -> dict[str, Any]:
    """Return one page of the learner's cards, the latest first."""
    show = show if show in SHOWS else "all"
    find = find.replace("\x00", "").strip()[:100]
    cards = _found(learner, _shown(Card.objects.of(learner).kept(), show), find)
    page = Paginator(cards.select_related("lesson").order_by("-pk"), PAGE).get_page(number)
    terms, titles = terms_of(learner), _titles(_quizzes_of(card.ref for card in page.object_list))
    return {
        "page": page,
        "rows": [_row(card, titles, terms) for card in page.object_list],
        "find": find,
        "show": show,
        "shows": SHOWS,
        "section": "review",
    }


def _shown(cards: CardQuerySet, show: str) -> CardQuerySet:
    if show == "own":
        return cards.filter(kind=Kind.OWN)
    return cards.filter(suspended_at__isnull=False) if show == "aside" else cards


def _found(learner: User, cards: CardQuerySet, find: str) -> CardQuerySet:
    """Keep the cards with ``find`` in their texts, their question's title or their lesson's name."""
    if not find:
        return cards
    refs = Card.objects.of(learner).exclude(kind=Kind.OWN).values_list("ref", flat=True)
    titles = _titles(_quizzes_of(refs))
    asked = [
        f"{quiz}#{name}"
        for quiz, questions in titles.items()
        for name, (text, _) in questions.items()
        if find.lower() in text.lower()
    ]
    own = Q(front__icontains=find) | Q(back__icontains=find)
    return cards.filter(own | Q(lesson__title__icontains=find) | Q(ref__in=asked))


def _quizzes_of(refs: Iterable[str]) -> set[str]:
    return {ref.partition("#")[0] for ref in refs if "#" in ref}


def _titles(quizzes: set[str]) -> dict[str, Titles]:
    """Return the titles of the questions each quiz asks now; those with variables, with the first values."""
    served = Quiz.objects.filter(uid__in=quizzes, retired_at=None).select_related("version")
    found = served.defer("version__spec", "version__stamps")
    return {quiz.uid: _titles_of(quiz.version.questions()) for quiz in found if quiz.version}


def _titles_of(questions: Mapping[str, Question]) -> Titles:
    return {name: (one.title, filled(one, 0).title_html) for name, one in questions.items()}


def _row(card: Card, titles: Mapping[str, Titles], terms: Terms) -> Row:
    """Return one card as the list shows it."""
    quiz, _, name = card.ref.partition("#")
    text, html = titles.get(quiz, {}).get(name, ("", ""))
    gone = card.retired_at is not None or (card.kind != Kind.OWN and not text)
    if card.kind == Kind.OWN:
        text = Truncator(unescape(" ".join(strip_tags(card.front_html).split()))).chars(160)
    waits = card.suspended_at is None and not gone and card.last_review is not None
    due = terms.day(card.due) if waits else None
    state = "gone" if gone else "aside" if card.suspended_at else "due" if due else "new"
    return Row(card, html, text or name, due, state)
