"""What a learner writes about a week, and what follows from what they name: cards, open lessons, wishes.

A save never overwrites what the page that sends it has not seen. Each topic is acted on once, when it is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.errors import Refused
from portal.notes.rules import tidy, too_long
from portal.progress.services import set_done
from portal.retros.models import Chosen, Retrospective, Words
from portal.retros.rules.candidates import ASKED, Deed, Question, missed_refs
from portal.retros.rules.weeks import Week, week_after
from portal.retros.sections import figures_of
from portal.retros.selectors.facts import bounds_of, facts_of
from portal.retros.selectors.terms import terms_of
from portal.retros.services.weeks import compute_again
from portal.review.services import make_card, want_questions
from portal.routine.services.wishes import unwish, wish

SPACE: Final = UUID("2b7f2c1a-90f4-4f0e-8a2a-6d2b5c1b9e11")
MOST: Final = 20
"""Topics that can be chosen for one question."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page sends: the texts by question, the revision it was made from (0: none), and the topics chosen.

    ``ways`` says of a hard topic whether its cards are made or its lesson is opened again. ``close``: the week is done.
    """

    texts: Mapping[str, str]
    revision: int
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    close: bool = False


class Conflict(Exception):
    """The words were saved elsewhere since the page was loaded; ``stored`` is what they say now."""

    def __init__(self, stored: Words) -> None:
        """Keep what is stored."""
        super().__init__(f"words {stored.pk} are at revision {stored.revision}")
        self.stored = stored


def save(learner: User, week: Week, draft: Draft, *, now: datetime) -> Words:
    """Make the words on ``week`` say what ``draft`` says, and act on what was chosen; return them as stored.

    Safe to call twice: the same draft again changes nothing. Raises ``Conflict``, and ``Refused`` for a week that has
    not begun and for what is too long.
    """
    if week.first > terms_of(learner).day(now):
        raise Refused("That week has not begun.")
    texts = {question.value: tidy(draft.texts.get(question, "")).strip() for question in Question}
    for question, title in ASKED.items():
        if sentence := too_long(texts[question], f"The answer to “{title}”"):
            raise Refused(sentence)
    with transaction.atomic():
        words = _write(learner, week, texts, draft, now)
        _choose(learner, week, draft, words, now)
    compute_again(learner, week, now=now)
    return words


def _write(learner: User, week: Week, texts: Mapping[str, str], draft: Draft, now: datetime) -> Words:
    """Store the texts, unless they were changed elsewhere meanwhile."""
    mine = Words.objects.filter(user=learner, first=week.first)
    stored = mine.select_for_update().first()
    closed_at = now if draft.close else None
    if stored is None:
        try:
            with transaction.atomic():
                return Words.objects.create(
                    user=learner, first=week.first, changed_at=now, closed_at=closed_at, **texts
                )
        except IntegrityError:
            stored = mine.select_for_update().get()
    closes = draft.close and stored.closed_at is None
    if stored.texts == texts:
        if closes:
            mine.update(closed_at=now)
    elif stored.revision != draft.revision:
        raise Conflict(stored)
    else:
        closed = {"closed_at": now} if closes else {}
        mine.update(**texts, **closed, revision=F("revision") + 1, changed_at=now)
    return mine.get()


def _choose(learner: User, week: Week, draft: Draft, words: Words, now: datetime) -> None:
    """Make the choices equal what the draft says; act on each new one, and let go of wishes taken back."""
    before = {
        (chosen.question, chosen.lesson.uid): chosen
        for chosen in Chosen.objects.filter(user=learner, first=week.first).select_related("lesson")
    }
    wanted = [(q.value, uid) for q in Question for uid in list(dict.fromkeys(draft.chosen.get(q, ())))[:MOST]]
    for key in before.keys() - set(wanted):
        _let_go(learner, week, before[key])
    fresh = [key for key in wanted if key not in before]
    lessons = {each.uid: each for each in Lesson.objects.live().filter(uid__in={uid for _, uid in fresh})}
    refs = _missed(learner, week, fresh)
    for question, uid in fresh:
        if lesson := lessons.get(uid):
            deed = _deed(question, draft.ways.get(uid, ""))
            made = _act(learner, week, lesson, deed, refs.get(uid, []), words, now)
            Chosen.objects.create(
                user=learner, first=week.first, question=question, lesson=lesson, deed=deed, made=made,
                chosen_at=now,
            )  # fmt: skip


def _missed(learner: User, week: Week, fresh: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the questions missed this week of the topics that were hard."""
    hard = [uid for question, uid in fresh if question == Question.HARD]
    if not hard:
        return {}
    row = Retrospective.objects.of(learner).filter(first=week.first).first()
    figures = row.figures if row else figures_of(facts_of(bounds_of(learner, week)))
    return {uid: missed_refs(figures, uid) for uid in hard}


def _deed(question: str, way: str) -> Deed:
    if question == Question.HARD:
        return Deed.REOPEN if way == Deed.REOPEN else Deed.CARDS
    return Deed.WISH if question == Question.REPEAT else Deed.NONE


def _act(
    learner: User, week: Week, lesson: Lesson, deed: Deed, refs: Sequence[str], words: Words, now: datetime
) -> int:
    """Do what follows from a choice, once; return how many cards were made."""
    request_id = uuid5(SPACE, f"{learner.pk} {week.first} {lesson.uid} {deed}")
    match deed:
        case Deed.CARDS if refs:
            return want_questions(learner, lesson, refs, now=now)
        case Deed.CARDS:
            front = f"What is hard about “{lesson.short}”, and how does it go?"
            back = (
                words.hard or f"Explain it in your own words, then compare with the lesson “{lesson.title}”."
            )
            make_card(learner, front=front, back=back, request_id=request_id, now=now, lesson=lesson)
            return 1
        case Deed.REOPEN:
            set_done(learner, lesson, done=False, at=now, request_id=request_id)
        case Deed.WISH:
            after = week_after(week, terms_of(learner).starts)
            wish(learner, lesson, after.first, after.last, now=now)
    return 0


def _let_go(learner: User, week: Week, chosen: Chosen) -> None:
    """Take a choice back. Cards and events stay: they are the learner's history by now."""
    if chosen.deed == Deed.WISH:
        unwish(learner, chosen.lesson, week_after(week, terms_of(learner).starts).first)
    chosen.delete()
