"""Making cards, changing the learner's own ones, and putting cards aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.errors import Refused
from portal.review.models import Card
from portal.review.rules.pace import Kind
from portal.review.selectors.terms import terms_of
from portal.review.services.lessons import settle_fading
from portal.review.services.prose import html_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A ``.card`` of a quiz (``<quiz id>#<question id>``), to be learned by turning it over."""

    ref: str
    lesson_id: int | None
    concepts: tuple[str, ...] = ()


def offer(learner: User, offers: Sequence[Offer], *, now: datetime) -> int:
    """Give the learner the cards they do not have yet; return how many. They come up as new ones."""
    refs = {o.ref for o in offers}
    have = set(Card.objects.of(learner).filter(ref__in=refs).values_list("ref", flat=True))
    cards = [
        Card(
            user=learner,
            kind=Kind.CARD,
            ref=o.ref,
            lesson_id=o.lesson_id,
            concepts=list(o.concepts),
            created_at=now,
            due=now,
        )
        for o in offers
        if o.ref not in have
    ]
    Card.objects.bulk_create(cards, ignore_conflicts=True)
    return len(cards)


def make_card(
    learner: User,
    *,
    front: str,
    back: str,
    request_id: UUID,
    now: datetime,
    lesson: Lesson | None = None,
    concepts: Iterable[str] = (),
) -> Card:
    """Make a card of the learner's own, by hand or from a sentence of ``lesson``; once for each request.

    Raises ``Refused`` for an empty side and for a text that cannot be rendered.
    """
    card, _ = Card.objects.get_or_create(
        user=learner,
        ref=f"own:{request_id}",
        defaults={
            "kind": Kind.OWN,
            "lesson": lesson,
            "concepts": list(concepts),
            "created_at": now,
            "due": now,
            **_sides(front, back),
        },
    )
    return card


def edit_card(learner: User, card: Card, *, front: str, back: str) -> Card:
    """Change the texts of a card the learner wrote; what is remembered of it stays. Raises ``Refused``."""
    if card.kind != Kind.OWN or card.user_id != learner.pk:
        raise Refused("Only cards you wrote yourself can be changed.")
    sides = _sides(front, back)
    Card.objects.of(learner).filter(pk=card.pk).update(**sides)
    for name, value in sides.items():
        setattr(card, name, value)
    return card


@transaction.atomic
def set_suspended(learner: User, card: Card, *, suspended: bool, now: datetime) -> bool:
    """Put ``card`` aside or take it up again, as it was; return whether that changed anything."""
    terms_of(learner, lock=True)
    mine = Card.objects.of(learner).filter(pk=card.pk, suspended_at__isnull=suspended)
    if not mine.update(suspended_at=now if suspended else None):
        return False
    settle_fading(learner, [card])
    return True


def remove_card(learner: User, card: Card, *, now: datetime) -> None:
    """Erase a card the learner wrote: its texts are gone, the log of its grades stays. Raises ``Refused``."""
    if card.kind != Kind.OWN or card.user_id != learner.pk:
        raise Refused("Only cards you wrote yourself can be removed. Set this one aside instead.")
    texts = dict.fromkeys(("front", "back", "front_html", "back_html"), "")
    Card.objects.of(learner).filter(pk=card.pk).update(**texts, retired_at=now, lesson=None)


@transaction.atomic
def set_retired(refs: Iterable[str], *, retired: bool, now: datetime) -> int:
    """Say for every learner that questions left the curriculum, or are back; return how many cards.

    What learners wrote is theirs, and stays as it is.
    """
    cards = Card.objects.exclude(kind=Kind.OWN).filter(ref__in=list(refs), retired_at__isnull=retired)
    return cards.update(retired_at=now if retired else None)


@transaction.atomic
def rename_refs(names: Mapping[str, str]) -> int:
    """Let cards follow questions that have another id now (old ref → new ref); return how many did.

    A learner who has a card of the new name already keeps both; the old one is to be retired.
    """
    moved = 0
    for old, new in names.items():
        there = Card.objects.filter(ref=new).values("user")
        moved += Card.objects.filter(ref=old).exclude(user__in=there).update(ref=new)
    return moved


def _sides(front: str, back: str) -> dict[str, str]:
    """Return the columns of both texts, with their HTML."""
    if not front.strip() or not back.strip():
        raise Refused("A card needs a front and a back.")
    return {
        "front": front,
        "back": back,
        "front_html": html_of(front, name="front"),
        "back_html": html_of(back, name="back"),
    }
