"""Learners with a row in every table that an archive holds, and archives to change."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import IO, Any
from uuid import uuid4

from fsrs import Rating

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.notes.services import set_binned, set_link_done
from portal.outbox.models import Address
from portal.outbox.services.keeping import switch
from portal.owndata.services import Report, export, take_in
from portal.progress.services import note_place, set_done, set_practised, set_tick
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt
from portal.quizzes.services import answer, save
from portal.reminders.services.feed import make_feed
from portal.reminders.services.rules import Wanted, save_rules, stop_all
from portal.retros.rules.weeks import week_of
from portal.retros.services.settings import set_settings as choose_weeks
from portal.retros.services.weeks import compute_past
from portal.retros.services.words import Draft
from portal.retros.services.words import save as save_words
from portal.review.models import Card
from portal.review.rules.answers import Source
from portal.review.services import make_card, set_settings, undo_last
from portal.routine.services import day as blocks
from portal.routine.services import routine
from portal.routine.services.timer import start as start_timer
from portal.taking.services import finish
from tests.factories import NOON, make_learner, make_lesson, make_plan
from tests.notes.making import DAY, make_link, make_note
from tests.quizzes.world import EXAMPLE, begin, fields, judgement, store_quiz
from tests.review.helpers import answered, review, say

LATER = NOON + timedelta(days=40)
HOUR = timedelta(hours=1)
Change = Callable[[dict[str, bytes]], None]


def make_curriculum() -> Lesson:
    """Make what everybody learns from, unless it is there: a lesson, its quiz, the plan."""
    make_plan()
    lesson = Lesson.objects.filter(uid="sql/joins").first() or make_lesson("sql/joins")
    if not lesson.quizzes.exists():
        store_quiz(EXAMPLE, lesson)
    return lesson


def make_full(email: str = "", word: str = "Tied rows share a rank.", **fields: Any) -> User:
    """Make a learner who has done a bit of everything; the curriculum is made with the first one."""
    learner = make_learner(email, name=word, zone="Asia/Kolkata", rollover_hour=3, **fields)
    joins = make_curriculum()
    _read(learner, joins)
    _write(learner, joins, word)
    _answer(learner, joins)
    _recall(learner, joins, word)
    _plan(learner)
    _be_reached(learner, word)
    _look_back(learner, word)
    return learner


def _be_reached(learner: User, word: str) -> None:
    rows = {
        "webhook": ("https://example.org/study", {"secret": "whsec_not-for-an-archive"}),
        "ntfy": ("https://ntfy.example.org/study", {"token": "tk_not-for-an-archive"}),
        "webpush": (
            "https://push.example.org/not-for-an-archive",
            {"agent": word, "auth": "not-for-an-archive"},
        ),
        "apprise": ("tgram", {"url": "tgram://not-for-an-archive"}),
    }
    for slug, (target, config) in rows.items():
        Address.objects.create(user=learner, channel=slug, target=target, config=config, created_at=NOON)
    switch(learner, "email", on=False, now=NOON)


def _read(learner: User, lesson: Lesson) -> None:
    items = lesson.items.select_related("lesson")
    for key, done in (("item-1", True), ("item-2", True), ("item-2", False)):
        set_tick(learner, items.get(key=key), done=done, at=NOON, request_id=uuid4())
    set_done(learner, lesson, done=True, at=NOON + timedelta(microseconds=7), request_id=uuid4())
    set_practised(learner, lesson, at=NOON, request_id=uuid4())
    note_place(learner, lesson, anchor="the-idea", at=NOON)


def _write(learner: User, lesson: Lesson, word: str) -> None:
    make_note(learner, lesson, f"# {word}\n\n<script>alert(1)</script> *first*")
    make_note(learner, lesson, f"{word} changed ünïcode 🦆", at=NOON + HOUR)
    make_note(learner, DAY, f"=1+1 {word}")
    set_binned(learner, make_note(learner, date(2026, 11, 20), word), binned=True, now=NOON)
    set_link_done(learner, make_link(learner, lesson, title=f"=HYPERLINK {word}"[:160]), done=True, now=NOON)


def _answer(learner: User, lesson: Lesson) -> None:
    """Answer a quiz of every kind: right, wrong and half in turn; leave another attempt open."""
    quiz = lesson.quizzes.get()
    attempt = begin(learner, quiz)
    at = NOON
    for number, question in enumerate(attempt.version.questions().values()):
        if question.id not in attempt.order or not kinds[question.kind].answerable:
            continue
        how, at = ("right", "wrong", "half")[number % 3], at + timedelta(minutes=1)
        given = fields(question, attempt.seed, how)
        told: dict[str, Any] = {"confidence": "know", "now": at, "seconds": 12.5}
        response = answer(attempt, question, given, revision=0, **told)
        if kinds[question.kind].self_judged:
            answer(attempt, question, judgement(question, how), revision=response.revision, **told)
    finish(attempt, now=at)
    exam = begin(learner, quiz, "exam", minutes=30, seed=11)
    first = next(
        q for q in exam.version.questions().values() if q.id in exam.order and kinds[q.kind].answerable
    )
    save(
        exam,
        first,
        fields(first, exam.seed, "wrong"),
        revision=0,
        confidence="",
        now=NOON,
        hint=True,
        by=["tab"],
    )


def _recall(learner: User, lesson: Lesson, word: str) -> None:
    set_settings(learner, retention=0.93, minutes=25, new_per_day=7)
    card = make_card(learner, front=f"**{word}**", back=word, request_id=uuid4(), now=NOON, lesson=lesson)
    say(learner, card, Rating.Good, at=NOON + HOUR, seconds=9.0)
    say(learner, card, Rating.Again, at=NOON + timedelta(days=5))
    undo_last(learner, request_id=uuid4(), now=NOON + timedelta(days=5, minutes=1))
    say(learner, card, Rating.Hard, at=NOON + timedelta(days=5, minutes=2))
    for other in Card.objects.of(learner).exclude(pk=card.pk).order_by("pk")[:6]:
        for days in (9, 20, 38):
            review(learner, answered(other.ref), at=NOON + timedelta(days=days), source=Source.REVIEW)


def _plan(learner: User) -> None:
    routine.save_routine(
        learner, {"blocks": {"morning": {"on": True, "minutes": 30, "clock": "06:30"}}}, now=NOON
    )
    routine.add_away(learner, date(2027, 1, 1), date(2027, 1, 7), now=NOON)
    routine.pause(learner, now=LATER)
    blocks.log_minutes(learner, "morning", 25, now=NOON, request_id=uuid4())
    blocks.set_state(learner, "evening", "done", now=NOON, request_id=uuid4())
    blocks.mark(learner, "chapter:one", "read", now=NOON, request_id=uuid4())
    start_timer(learner, "afternoon", now=NOON)
    save_rules(learner, [Wanted("evening", "20:15", "0123", True), Wanted("retro", "", "5", True)], now=NOON)
    stop_all(learner, now=NOON)
    save_rules(learner, [Wanted("evening", "20:15", "0123", True)], now=NOON)
    make_feed(learner, now=NOON)


def _look_back(learner: User, word: str) -> None:
    """Name a topic of the week of noon, and have the weeks of a month computed."""
    week = week_of(NOON.date())
    said = Draft({"learned": f"={word}", "hard": "NULL keys"}, 0, {"repeat": ["sql/joins"]}, close=True)
    save_words(learner, week, said, now=NOON)
    choose_weeks(learner, weekday=6, mail=False, mail_hour=7, now=NOON)
    compute_past(learner, NOON.date(), now=LATER)


def archive_of(learner: User, at: datetime = LATER) -> bytes:
    """Return the archive of somebody."""
    with export(learner, now=at) as file:
        return file.read()


def bring(learner: User, archive: bytes | IO[bytes], at: datetime = LATER) -> Report:
    """Take an archive in, with a clock that stands still."""
    file = io.BytesIO(archive) if isinstance(archive, bytes) else archive
    return take_in(learner, file, now=at, clock=lambda: 0.0)


def files_of(archive: bytes) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {name: found.read(name) for name in found.namelist()}


def packed(files: dict[str, bytes], *, truthful: bool = True) -> bytes:
    """Return an archive of these files; its manifest speaks of them as they are now, if it is truthful."""
    if truthful:
        manifest = json.loads(files["manifest.json"])
        rest = {name: data for name, data in files.items() if name != "manifest.json"}
        manifest["files"] = {name: {"sha256": sha256(data).hexdigest()} for name, data in rest.items()}
        files = {**rest, "manifest.json": json.dumps(manifest).encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    """Return the rows of a file."""
    return [json.loads(line) for line in files[name].splitlines()]


def put_rows(files: dict[str, bytes], name: str, rows: list[Any]) -> None:
    """Write the rows of a file."""
    files[name] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def make_newcomer(email: str = "") -> User:
    """Make an account as it is after the first sign-in."""
    return make_learner(email, zone="UTC")


def attempts(learner: User) -> int:
    """Return how many attempts there are."""
    return Attempt.objects.of(learner).count()
