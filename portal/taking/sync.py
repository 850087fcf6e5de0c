"""Cards follow the curriculum: in the transaction of a sync, behind the quizzes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from portal.content.compile import Place, Problem, SourceText
from portal.content.models import LessonConcept, QuestionConcept
from portal.quizzes.models import Quiz, QuizVersion
from portal.quizzes.sync import QuizPart
from portal.review.models import Card
from portal.review.rules.pace import Kind
from portal.review.services import rename_refs, set_retired, settle_all_fading
from portal.taking.review.asked import fits


class CardPart:
    """The cards' part in a sync. It stands behind ``quizzes``, whose rows it reads, and has work when they had."""

    name = "cards"

    def __init__(self, quizzes: QuizPart) -> None:
        """Keep the part that is written before this one."""
        self._quizzes = quizzes

    def check(self, files: Sequence[SourceText], places: Mapping[str, Place]) -> list[Problem]:
        """Find nothing wrong: cards are no files."""
        return []

    @property
    def stale(self) -> bool:
        """Return whether a quiz changed."""
        return self._quizzes.stale

    def write(self, now: datetime) -> int:
        """Rename what has an alias, retire what is not asked any more, take back what is; return how many."""
        held = _held()
        served = _served({ref.partition("#")[0] for ref, _ in held})
        if renamed := rename_refs(_names({ref for ref, _ in held} - served["all"])):
            held = _held()
        gone = [ref for ref, kind in held if ref not in served[kind]]
        here = [ref for ref, kind in held if ref in served[kind]]
        changed = set_retired(gone, retired=True, now=now) + set_retired(here, retired=False, now=now)
        return renamed + changed


class FadingPart:
    """Lessons fade by the cards that count for them. The last part of a sync: has work when ``cards`` had.

    It has, too, when concepts are declared or asked about elsewhere than before.
    """

    name = "fading lessons"

    def __init__(self, cards: CardPart) -> None:
        """Keep the part that is written before this one, and where concepts stand until now."""
        self._cards, self._before = cards, _concepts()

    def check(self, files: Sequence[SourceText], places: Mapping[str, Place]) -> list[Problem]:
        """Find nothing wrong: nothing of this is in the files."""
        return []

    @property
    def stale(self) -> bool:
        """Return whether other cards may count for a lesson than before."""
        return self._cards.stale or _concepts() != self._before

    def write(self, now: datetime) -> int:
        """Write from when on proven lessons fade; return for how many that is another time now."""
        return settle_all_fading()


def _concepts() -> set[tuple[object, str]]:
    """Return where each concept stands."""
    declared = LessonConcept.objects.order_by().values_list("lesson", "concept")
    return {*declared, *QuestionConcept.objects.order_by().values_list("ref", "concept")}


def _held() -> set[tuple[str, str]]:
    """Return what learners have cards of: (ref, kind), each once."""
    cards = Card.objects.exclude(kind=Kind.OWN).order_by()
    return set(cards.values_list("ref", "kind").distinct())


def _served(uids: set[str]) -> dict[str, set[str]]:
    """Return the refs that can be asked, by the kind of card, and ``all`` there are."""
    refs = defaultdict[str, set[str]](set)
    for quiz, version in _versions(uids):
        for question in version.questions().values():
            refs["all"].add(f"{quiz}#{question.id}")
            for kind in (Kind.QUESTION, Kind.CARD):
                if fits(question, kind):
                    refs[kind].add(f"{quiz}#{question.id}")
    return refs


def _names(gone: set[str]) -> dict[str, str]:
    """Return the refs that stand for those which are not asked any more: what the questions are called by now."""
    versions = _versions({ref.partition("#")[0] for ref in gone})
    names = {
        f"{quiz}#{old}": f"{quiz}#{new}" for quiz, version in versions for old, new in version.names.items()
    }
    return {old: new for old, new in names.items() if old in gone}


def _versions(uids: set[str]) -> Iterator[tuple[str, QuizVersion]]:
    """Yield what is served of these quizzes, without its text."""
    quizzes = Quiz.objects.filter(uid__in=uids, retired_at=None, version__isnull=False).select_related(
        "version"
    )
    for quiz in quizzes.defer("version__spec", "version__stamps").iterator(chunk_size=50):
        assert quiz.version is not None  # noqa: S101 - filtered above
        yield quiz.uid, quiz.version
