"""Taking an archive in: read and checked whole, then written in one transaction; or nothing of it."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.db import DatabaseError, transaction
from django.db.models import Model

from portal.accounts.models import User
from portal.content.prose import Prose, prose_of
from portal.core.errors import Refused
from portal.owndata.intake import Intake, Unknown
from portal.owndata.rules.archive import opened
from portal.owndata.rules.lines import read_lines, row_of
from portal.owndata.rules.values import Wrong
from portal.owndata.selectors import is_empty
from portal.owndata.shares import every_table, in_order
from portal.owndata.tables import Row, Table

BATCH: Final = 1000
MOST_KEPT: Final = 300_000
"""Rows that are kept until all is read; those of the log of events are not."""
RENDER_SECONDS: Final = 30.0
LATER: Final = Prose("", "has not been rendered yet. Save it again to see it as it is meant.")
NOTHING: Final = "The archive was refused, and nothing was changed"
NOT_EMPTY: Final = (
    "This account has data of its own, so nothing was taken in. Bring the archive into a new account."
)


@dataclass(frozen=True, slots=True)
class Report:
    """What was taken in: rows by file, and what is not in this portal's curriculum, with how many rows it concerns."""

    rows: dict[str, int]
    unknown: dict[str, int]


def take_in(learner: User, file: IO[bytes], *, now: datetime, clock: Callable[[], float]) -> Report:
    """Bring an archive into an account that is empty; return what came. Raises ``Refused``, and nothing is changed.

    ``clock`` counts seconds: texts that are not rendered in time are kept, to be rendered when they are saved.
    """
    if not is_empty(learner):
        raise Refused(NOT_EMPTY)
    intake = Intake(now, _in_time(clock))
    try:
        with opened(file) as archive:
            counts = _read(archive, learner, intake)
            _write(archive, learner, intake)
    except Wrong as error:
        raise Refused(f"{NOTHING}: {error}.") from error
    except DatabaseError as error:
        raise Refused(
            "The archive was refused, and nothing was changed: some of its rows contradict others."
        ) from error
    return Report(
        {name: count for name, count in counts.items() if count}, dict(sorted(intake.unknown.items()))
    )


def _in_time(clock: Callable[[], float]) -> Callable[[str], Prose]:
    """Return the renderer, which does nothing any more when its time is over."""
    end = clock() + RENDER_SECONDS
    return lambda text: prose_of(text) if clock() < end else LATER


def _read(archive: zipfile.ZipFile, learner: User, intake: Intake) -> Counter[str]:
    """Read and check every table; keep the rows of those that are not light. Return how many there are of each."""
    tables = {table.file: table for table in every_table()}
    rows = [name for name in archive.namelist() if name.endswith(".jsonl") and "/" not in name]
    if strange := sorted(set(rows) - tables.keys()):
        raise Wrong(f"{strange[0][:60]} is no file this portal knows; a newer one may have made the archive")
    counts: Counter[str] = Counter()
    for table in tables.values():
        if table.file not in rows:
            continue
        kept = intake.kept.setdefault(table.file, [])
        for number, made in _rows(archive, table, learner, intake):
            counts[table.file] += 1
            if not table.light:
                kept.append((number, made))
            if sum(map(len, intake.kept.values())) > MOST_KEPT:
                raise Wrong(f"{table.file}: there are more than {MOST_KEPT:,} rows")
    for share in in_order():
        share.weave(intake)
    return counts


def _rows(
    archive: zipfile.ZipFile, table: Table, learner: User, intake: Intake
) -> Iterator[tuple[int, Model]]:
    """Yield the rows of a table, each with the number of its line; what stands on something not here is left out."""
    seen: dict[Any, int] = {}
    named = intake.by_name.setdefault(table.file, {})
    with archive.open(table.file) as file:
        for number, line in read_lines(file):
            try:
                row = row_of(line)
                made = _made(table, row, learner, intake)
                name = _name(table, row)
                if name in seen:
                    raise Wrong(f"it stands in line {seen[name]} already")
            except Wrong as error:
                raise Wrong(f"{table.file}, line {number}: {error}") from error
            if name is not None:
                seen[name] = number
            if made is None:
                continue
            if not table.light:
                named[name] = made
            if table.note is not None:
                table.note(row, intake)
            yield number, made


def _made(table: Table, row: Row, learner: User, intake: Intake) -> Model | None:
    """Return the row, or None when what it stands on is not here, which is noted."""
    try:
        return table.read(row, learner, intake)
    except Unknown as error:
        if error.name:
            intake.unknown[f"{error.name} ({table.file})"] += 1
        intake.lost.setdefault(table.file, set()).add(_name(table, row))
        return None


def _name(table: Table, row: Row) -> Any:
    """Return the name of a row within its file; raises ``Wrong`` when there is none to be."""
    name = table.same(row)
    try:
        hash(name)
    except TypeError as error:
        raise Wrong("its name is not a text") from error
    return name


@transaction.atomic
def _write(archive: zipfile.ZipFile, learner: User, intake: Intake) -> None:
    """Write what was read, the log from the archive itself, and let each share make what follows."""
    # Read anew, as the profile that comes in is to hold for what follows from it.
    learner = User.objects.select_for_update().get(pk=learner.pk)
    if not is_empty(learner):
        raise Refused(NOT_EMPTY)
    for table in every_table():
        if table.file in intake.kept:
            _write_table(archive, table, learner, intake)
    for share in in_order():
        share.settle(learner, intake)


def _write_table(archive: zipfile.ZipFile, table: Table, learner: User, intake: Intake) -> None:
    if table.owner == "pk":
        for person in intake.rows(table.file):
            table.of(learner).update(**{name: getattr(person, name) for name in table.fields})
        return
    if table.replaces:
        table.of(learner).delete()
    again = Intake(intake.now, intake.prose)
    rows = (
        (row for _, row in _rows(archive, table, learner, again))
        if table.light
        else iter(intake.rows(table.file))
    )
    for batch in _batches(table, rows):
        table.model._default_manager.bulk_create(batch)


def _batches(table: Table, rows: Iterator[Model]) -> Iterator[list[Model]]:
    """Yield the rows some at a time; what refers to a row of the same table stands in a later batch than that one."""
    own = [name for name, key in table.keys.items() if table.fields[name].related_model is table.model]
    batch: list[Model] = []
    for row in rows:
        waits = any((other := getattr(row, name)) is not None and other.pk is None for name in own)
        if batch and (waits or len(batch) >= BATCH):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
