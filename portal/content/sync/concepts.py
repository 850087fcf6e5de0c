"""Write which lessons declare a concept, and which questions ask about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.content.compile.parts import LessonFile, QuizFile
from portal.content.models import Lesson, LessonConcept, QuestionConcept
from portal.core.batches import batched

BATCH = 500


def write_declared(lessons: Sequence[LessonFile], rows: Mapping[str, Lesson], retired: Sequence[str]) -> None:
    """Make the concepts of ``lessons`` (those that changed) equal the files; ``retired`` lessons lose theirs."""
    for uids in batched([*(lesson.id for lesson in lessons), *retired], BATCH):
        LessonConcept.objects.filter(lesson__uid__in=uids).delete()
    LessonConcept.objects.bulk_create(
        (
            LessonConcept(lesson=rows[lesson.id], concept=concept, position=at, objective=objective)
            for lesson in lessons
            for at, (concept, objective) in enumerate(zip(lesson.concepts, lesson.objectives, strict=True))
        ),
        batch_size=BATCH,
    )


def write_asked(quizzes: Sequence[QuizFile], touched: Sequence[str]) -> None:
    """Make the concepts of ``quizzes`` equal the files; of the other files that were ``touched``, none is left."""
    for paths in batched(touched, BATCH):
        QuestionConcept.objects.filter(path__in=paths).delete()
    QuestionConcept.objects.bulk_create(
        (
            QuestionConcept(path=quiz.path, ref=f"{quiz.id}#{question}", concept=concept)
            for quiz in quizzes
            for question, concept in quiz.asks
        ),
        batch_size=BATCH,
    )
