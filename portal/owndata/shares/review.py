"""Cards and the log of their grades; what is remembered is the fold of the log, made again."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

from fsrs import Rating

from portal.accounts.models import User
from portal.content.prose import Prose
from portal.owndata.intake import Intake, LessonKey, RowKey
from portal.owndata.rules.sheets import sheet
from portal.owndata.rules.values import Wrong, texts
from portal.owndata.shares import Paper, Share, shares
from portal.owndata.tables import Table
from portal.review.models import LEAST_RETENTION, MEMORY, MOST_RETENTION, Card, ReviewLog, ReviewSettings
from portal.review.rules.answers import Confidence, Source
from portal.review.rules.memory import Graded, Memory, after
from portal.review.rules.pace import Kind
from portal.review.rules.showing import Showing
from portal.review.services.lessons import settle_fading
from portal.review.services.prose import LONGEST

_FOLD = "the fold of the log"
_MADE = "made from the text when it is taken in"
_WORDS = ("", *Confidence)


def _check_card(card: Card) -> None:
    if card.kind not in [*Kind]:
        raise Wrong("“kind” is no kind of card")
    head, sign, tail = card.ref.partition(":" if card.kind == Kind.OWN else "#")
    if not sign or not tail or (card.kind == Kind.OWN and (head != "own" or not _is_id(tail))):
        raise Wrong("“ref” does not fit the kind of card")
    if card.kind != Kind.OWN and (card.front or card.back):
        raise Wrong("only a card of one's own has texts")
    if max(len(card.front), len(card.back)) > LONGEST:
        raise Wrong(f"a side has more than {LONGEST:,} characters")
    try:
        texts(card.concepts, most=50, longest=80)
    except Wrong as error:
        raise Wrong(f"“concepts” {error}") from error
    if card.showing and not _is_showing(card.showing):
        raise Wrong("“showing” is not what the portal writes")


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _is_showing(stored: object) -> bool:
    """Return whether a stored showing has just the fields of one, each of its kind."""
    if not isinstance(stored, Mapping) or stored.keys() != {field.name for field in fields(Showing)}:
        return False
    flags = all(isinstance(stored[name], bool) for name in ("waiting", "blank", "graded"))
    counts = all(type(stored[name]) is int and 0 <= stored[name] < 2**31 for name in ("number", "hints"))
    value, seconds = stored["value"], stored["seconds"]
    timed = seconds is None or (isinstance(seconds, int | float) and not isinstance(seconds, bool))
    return flags and counts and timed and stored["confidence"] in _WORDS and _is_value(value)


def _is_value(value: object) -> bool:
    given = value.values() if isinstance(value, Mapping) else [None]
    return all(isinstance(one, list) and all(isinstance(text, str) for text in one) for one in given)


def _check_log(entry: ReviewLog) -> None:
    if entry.kind not in [*Kind] or entry.source not in [*Source] or entry.confidence not in _WORDS:
        raise Wrong("“kind”, “source” or “confidence” is none of the words there are")
    if (entry.rating is None) == (entry.undoes is None):
        raise Wrong("it is neither a grade nor the taking back of one")
    if entry.rating is not None and not 1 <= entry.rating <= 4:
        raise Wrong("“rating” is not between 1 and 4")
    if not LEAST_RETENTION <= entry.retention <= MOST_RETENTION:
        raise Wrong(f"“retention” is not between {LEAST_RETENTION} and {MOST_RETENTION}")


@shares.register
class ReviewShare(Share):
    """Cards come without what is remembered of them: the log says it."""

    slug = "review"
    label = "Review"
    rank = 2
    tables = (
        Table(
            file="review_settings.jsonl", model=ReviewSettings, same=lambda row: "the settings", replaces=True
        ),
        Table(
            file="cards.jsonl",
            model=Card,
            same=lambda row: row.get("ref"),
            keys={"lesson": LessonKey()},
            without={"front_html": _MADE, "back_html": _MADE, **dict.fromkeys(MEMORY, _FOLD)},
            check=_check_card,
        ),
        Table(
            file="reviews.jsonl",
            model=ReviewLog,
            same=lambda row: row.get("client_uuid"),
            keys={
                "card": RowKey("cards.jsonl", ("card__ref",)),
                "undoes": RowKey("reviews.jsonl", ("undoes__client_uuid",)),
            },
            without={"before": _FOLD, "after": _FOLD, "first": _FOLD},
            check=_check_log,
        ),
    )

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield the cards with what is remembered of them."""
        columns = ("ref", "front", "back", "due", "stability", "difficulty", "reps", "lapses", "last_review")
        cards = Card.objects.of(learner).order_by("pk").values_list(*columns)
        yield "cards.csv", sheet(columns, cards.iterator())

    def weave(self, intake: Intake) -> None:
        """Render the texts, and play the log over the cards."""
        for card in intake.rows("cards.jsonl"):
            card.memory = Memory(due=card.created_at)
            card.front_html, card.back_html = (_html(intake.prose, text) for text in (card.front, card.back))
        for number, entry in intake.kept.get("reviews.jsonl", ()):
            try:
                _replay(entry)
            except Wrong as error:
                raise Wrong(f"reviews.jsonl, line {number}: {error}") from error
            except (ArithmeticError, ValueError, TypeError) as error:
                raise Wrong(f"reviews.jsonl, line {number}: its figures cannot be") from error

    def settle(self, learner: User, intake: Intake) -> None:
        """Write from when on proven lessons fade."""
        settle_fading(learner)


def _html(prose: Any, text: str) -> str:
    rendered: Prose | None = prose(text) if text else None
    return rendered.html if rendered else ""


def _replay(entry: ReviewLog) -> None:
    """Change the entry's card, and write what it was before and after."""
    card = entry.card
    before: Memory = card.memory
    if entry.rating is None:
        undone = entry.undoes
        if (
            undone is None
            or undone.card is not card
            or undone.rating is None
            or Memory.from_json(undone.after) != before
        ):
            raise Wrong("it takes back what is not the last grade of its card")
        card.memory = Memory.from_json(undone.before)
    else:
        grade = Graded(
            Rating(entry.rating), entry.reviewed_at, entry.local_date, entry.retention, entry.proof
        )
        card.memory = after(before, grade)
        entry.first = before.is_new
    entry.before, entry.after = before.as_json(), card.memory.as_json()
