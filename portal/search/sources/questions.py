"""Quizzes with their questions: titles and prompts, and nothing that could help with an answer."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from django.urls import reverse

from portal.index.rules.html import plain
from portal.index.rules.stamps import code_of, stamp_of
from portal.index.selectors import Hit
from portal.index.services import Piece, Thing
from portal.quizzes.models import Quiz
from portal.quizzes.parts import Question
from portal.search.sources import sources

CODE: Final = code_of(Path(__file__))
SLOT: Final = re.compile("[\ue000\ue002].*?[\ue001\ue003]", re.DOTALL)
"""Where a value stands that differs from attempt to attempt, see ``quizzes.vars.fill``."""


@sources.register
class Questions:
    """The quizzes that are served. As with their pages, strangers find none."""

    slug = "question"
    label = "Quiz"
    plural = "Quiz questions"
    open = False

    def stamps(self) -> dict[str, str]:
        """Return the version of each quiz, its title and its track."""
        rows = Quiz.objects.filter(retired_at=None, version__isnull=False)
        found = rows.values_list("uid", "version_id", "title", "lesson__track__uid")
        return {row[0]: stamp_of(CODE, *row) for row in found}

    def things(self, refs: Collection[str]) -> dict[str, Thing]:
        """Return each quiz as a whole, and each of its questions."""
        rows = Quiz.objects.filter(uid__in=refs, retired_at=None, version__isnull=False)
        found = rows.select_related("version", "lesson__track").defer("version__spec", "version__stamps")
        return {quiz.uid: _thing(quiz) for quiz in found}

    def address(self, hit: Hit) -> str:
        """Return the page of the quiz; a question has none of its own before an attempt."""
        return reverse("taking:quiz", args=[hit.ref])


def _thing(quiz: Quiz) -> Thing:
    track = quiz.lesson.track.uid if quiz.lesson else None
    questions = quiz.version.questions().values() if quiz.version else ()
    asked = [(question.id, *_asked(question)) for question in questions]
    whole = Piece(quiz.title, body=" ".join(f"{title} {prompt}".strip() for _, title, prompt in asked))
    parts = [
        Piece(quiz.title, title, prompt, place=uid, name="", beside=quiz.title)
        for uid, title, prompt in asked
    ]
    stamp = stamp_of(CODE, quiz.uid, quiz.version_id, quiz.title, track)
    return Thing(stamp, [whole, *parts], track=track or "")


def _asked(question: Question) -> tuple[str, str]:
    """Return title and prompt as text. Everything else of a question belongs to the answer, ``spec`` above all."""
    title, prompt = (plain(SLOT.sub("…", html)) for html in (question.title_html, question.prompt_html))
    return title, prompt
