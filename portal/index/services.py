"""Everything that writes the index. Whoever changes a thing calls this in the same transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from portal.core.batches import batched
from portal.index.engines import engine
from portal.index.models import Document, Gram, Word
from portal.index.rules.facets import facets_of
from portal.index.rules.spelling import grams, is_learned
from portal.index.rules.words import stems, words

BATCH: Final = 200
Uses = dict[int | None, Counter[str]]
SHOWN: Final = ("owner", "track", "place", "stamp", "later", "facets", "title", "heading", "body")
FIELDS: Final = (*SHOWN, "title_stems", "heading_stems", "body_stems")


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a thing: what is shown of it, and where it leads.

    ``name`` is looked up as its title, by default what is shown as one; sections of a thing have none of their own.
    ``beside`` holds words by which it is found as well, as if they stood in the body.
    """

    title: str
    heading: str = ""
    body: str = ""
    place: str = ""
    beside: str = ""
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be found: the whole of it first, then its sections. ``owner`` is None for everybody's.

    What is ``later`` comes after other things that are found as well.
    """

    stamp: str
    pieces: Sequence[Piece]
    owner: int | None = None
    track: str = ""
    later: bool = False


@transaction.atomic
def put(kind: str, things: Mapping[str, Thing]) -> None:
    """Let ``things``, by their refs, be found as they are now, and not as they were. Safe to call twice."""
    before: Uses = defaultdict(Counter)
    after: Uses = defaultdict(Counter)
    for refs in batched(sorted(things), BATCH):
        held, written = _put(kind, {ref: things[ref] for ref in refs})
        for uses, rows in ((before, held), (after, written)):
            for owner, counts in _uses(rows).items():
                uses[owner].update(counts)
    _learn(before, after)


@transaction.atomic
def drop(kind: str, refs: Collection[str]) -> None:
    """Let these things not be found any more; nothing happens to those that are not in the index."""
    for batch in batched(sorted(refs), BATCH):
        rows = list(Document.objects.filter(kind=kind, ref__in=batch))
        Document.objects.filter(kind=kind, ref__in=batch).delete()
        _learn(_uses(rows), {})


def owners() -> list[int | None]:
    """Return whose words are counted, or should be; None is everybody."""
    held = {*Word.objects.values_list("owner", flat=True).distinct()}
    return sorted(
        held.union(Document.objects.values_list("owner", flat=True).distinct()), key=lambda one: one or 0
    )


@transaction.atomic
def recount(owner: int | None) -> None:
    """Let the words of one owner, or of everybody, be those of the rows, whatever was counted before."""
    lock()
    rows = Document.objects.filter(owner=owner).only("owner", "ref", "title", "heading", "body")
    true = _uses(rows.iterator(BATCH))
    held = Counter(dict(Word.objects.filter(owner=owner).values_list("text", "uses")))
    _learn({owner: held}, true)
    if owner is None:
        _spell(sorted(true[None]))


def lock() -> None:
    """Keep others from writing the index until the end of this transaction; they wait."""
    _run(engine().lock)


def compact() -> None:
    """Have the database let go of what was deleted: SQLite keeps words of it in its index until then."""
    _run(engine().compact)


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _put(kind: str, things: Mapping[str, Thing]) -> tuple[list[Document], list[Document]]:
    """Write the rows of some things; return those they had before, and those they have now."""
    before = list(Document.objects.filter(kind=kind, ref__in=things))
    rows = [
        _row(kind, ref, part, thing, piece)
        for ref, thing in things.items()
        for part, piece in enumerate(thing.pieces)
    ]
    Document.objects.bulk_create(
        rows, BATCH, update_conflicts=True, unique_fields=["kind", "ref", "part"], update_fields=list(FIELDS)
    )
    gone = [row.pk for row in before if row.part >= len(things[row.ref].pieces)]
    if gone:
        Document.objects.filter(pk__in=gone).delete()
    return before, rows


def _row(kind: str, ref: str, part: int, thing: Thing, piece: Piece) -> Document:
    return Document(
        kind=kind,
        ref=ref,
        part=part,
        owner_id=thing.owner,
        track=thing.track,
        place=piece.place,
        stamp=thing.stamp,
        later=thing.later,
        facets=facets_of(thing.owner, kind, thing.track),
        title=piece.title,
        heading=piece.heading,
        body=piece.body,
        title_stems=stems(piece.title if piece.name is None else piece.name),
        heading_stems=stems(piece.heading),
        body_stems=stems(f"{piece.beside} {piece.body}"),
    )


def _uses(rows: Iterable[Document]) -> Uses:
    """Return in how many things each word stands, by owner."""
    held: dict[tuple[int | None, str], set[str]] = defaultdict(set)
    for row in rows:
        held[row.owner_id, row.ref].update(words(f"{row.title} {row.heading} {row.body}"))
    uses: Uses = defaultdict(Counter)
    for (owner, _), found in held.items():
        uses[owner].update(filter(is_learned, found))
    return uses


def _learn(before: Uses, after: Uses) -> None:
    """Change the counts of words that stand in other things than before."""
    for owner in sorted({*before, *after}, key=lambda one: one or 0):
        old, new = before.get(owner, Counter()), after.get(owner, Counter())
        changes = {word: new[word] - old[word] for word in {*old, *new} if new[word] != old[word]}
        if changes:
            _count(owner, changes)


def _count(owner: int | None, changes: Mapping[str, int]) -> None:
    """Add to the counts; in the order of the alphabet, so that two savers never wait for each other in a circle."""
    target = "(text) WHERE owner_id IS NULL" if owner is None else "(owner_id, text)"
    for batch in batched(sorted(changes.items()), BATCH):
        rows = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
        values = [value for word, more in batch for value in (owner, word, word[0], more)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO index_word (owner_id, text, initial, uses) VALUES {rows} "  # noqa: S608 - place holders alone
                f"ON CONFLICT {target} DO UPDATE SET uses = index_word.uses + excluded.uses",
                values,
            )
    for lost in batched(sorted(word for word, more in changes.items() if more < 0), BATCH):
        _forget(owner, lost)
    if owner is None:
        _spell(sorted(word for word, more in changes.items() if more > 0))


def _forget(owner: int | None, lost: Sequence[str]) -> None:
    """Delete those of the words that stand nowhere any more; only everybody's have grams."""
    gone = Word.objects.filter(owner=owner, text__in=lost, uses__lte=0)
    if owner is None:
        gone.delete()
    else:
        gone._raw_delete(gone.db)  # one statement, where ``delete`` asks for the grams first


def _spell(learned: Sequence[str]) -> None:
    """Write the grams of words that have none."""
    for batch in batched(learned, BATCH):
        new = Word.objects.filter(owner=None, text__in=batch, grams=None)
        rows = [Gram(word=word, gram=gram) for word in new for gram in sorted(grams(word.text))]
        Gram.objects.bulk_create(rows, 1000)
