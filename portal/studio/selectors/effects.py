"""The lines of an impact report, and who has done what with that of which they speak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.content.compile import Summary
from portal.progress.models import ItemTick, LessonState
from portal.quizzes.models import Attempt, Quiz, Response


@dataclass(frozen=True, slots=True)
class Alias:
    """An alias that would keep a history: ``new`` is the question's id, empty for a lesson."""

    path: str
    old: str
    new: str
    name: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the report. ``learners`` counts people; ``alias`` is what one click would write."""

    what: str
    learners: int
    follows: str
    is_loss: bool = False
    alias: Alias | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """How many answers, of how many people."""

    total: int
    learners: int

    @property
    def are_kept(self) -> str:
        """Return what becomes of them when they are not asked for any more."""
        count = "1 answer is" if self.total == 1 else f"{self.total} answers are"
        return f"{count} kept, and no longer asked. Scores stay."


def worst_first(effects: Iterable[Effect]) -> list[Effect]:
    """Return what learners would lose sight of, then the rest; what touches more of them comes first."""
    return sorted(effects, key=lambda effect: (not effect.is_loss, -effect.learners))


def lesson_goes(uid: str, learners: int, alias: Alias | None = None) -> Effect:
    """Return the line on a lesson that is no more."""
    hint = f" If it is {alias.name} now, an alias moves all of it there." if alias else ""
    follows = f"It leaves the path. Ticks, answers and notes are kept, and no longer shown with it.{hint}"
    return Effect(f"Lesson {uid} goes", learners, follows, is_loss=True, alias=alias)


def quiz_goes(quiz: Quiz) -> Effect:
    """Return the line on a quiz that is no more."""
    answers = answers_in(quiz)
    return Effect(f"Quiz {quiz.uid} goes", answers.learners, answers.are_kept, is_loss=True)


def question_goes(quiz: Quiz, uid: str, alias: Alias | None = None) -> Effect:
    """Return the line on a question that is no more."""
    answers = answers_in(quiz, [uid])
    hint = f" If it is {alias.name} now, an alias moves them along." if alias else ""
    follows = f"{answers.are_kept}{hint}"
    return Effect(f"Question {uid} goes", answers.learners, follows, is_loss=True, alias=alias)


def pictures_change(
    kind: str,
    showing: Mapping[str, Iterable[str]],
    pictures: Collection[str],
    *,
    how: str = "another picture",
) -> Iterator[Effect]:
    """Yield the lines on lessons or quizzes, by id with what each of them shows, that show some of the pictures."""
    found = {uid: sorted(set(shown).intersection(pictures)) for uid, shown in showing.items()}
    touched = [uid for uid, names in found.items() if names]
    learners = learners_of_lessons(touched) if kind == "Lesson" else _learners_of_quizzes(touched)
    for uid in sorted(touched):
        names = ", ".join(path.rpartition("/")[2] for path in found[uid])
        yield Effect(f"{kind} {uid}: {how}, {names}", learners[uid], "Work on it stays.")


def shown_in(lessons: Iterable[Summary]) -> dict[str, list[str]]:
    """Return what each of these lessons links to or shows, by its id."""
    return {lesson.id: [path for path, _, _ in lesson.targets] for lesson in lessons}


def learners_of_lessons(uids: Collection[str]) -> Mapping[str, int]:
    """Return how many people have done anything in each of these lessons."""
    people: defaultdict[str, set[int]] = defaultdict(set)
    states = LessonState.objects.filter(lesson__uid__in=uids).values_list("lesson__uid", "user")
    ticks = ItemTick.objects.filter(item__lesson__uid__in=uids).values_list("item__lesson__uid", "user")
    for uid, user in [*states, *ticks.distinct()]:
        people[uid].add(user)
    return defaultdict(int, {uid: len(users) for uid, users in people.items()})


def _learners_of_quizzes(uids: Collection[str]) -> Mapping[str, int]:
    """Return how many people have begun each of these quizzes."""
    rows = Attempt.objects.filter(version__quiz__uid__in=uids).order_by()
    people: defaultdict[str, int] = defaultdict(int)
    for uid, _ in rows.values_list("version__quiz__uid", "user").distinct():
        people[uid] += 1
    return people


def answers_in(quiz: Quiz, questions: Iterable[str] | None = None) -> Answers:
    """Return what was answered in a quiz, to some questions or to all."""
    rows = Response.objects.filter(attempt__version__quiz=quiz, answered_at__isnull=False)
    if questions is not None:
        rows = rows.filter(question__in=list(questions))
    return Answers(rows.count(), rows.order_by().values("attempt__user").distinct().count())
