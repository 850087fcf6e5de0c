"""One model's rows as a file of JSON Lines, and back: every column, foreign keys by names that hold everywhere."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Field

from portal.accounts.models import User
from portal.owndata.intake import Intake, Unknown
from portal.owndata.rules.values import Wrong, read, said

Row = dict[str, Any]


class Key(Protocol):
    """How a foreign key is written: ``paths`` are looked up, ``say`` makes one value of them, ``find`` the row."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the lookups."""

    def say(self, *values: Any) -> object:
        """Return the value for the line."""

    def find(self, value: object, intake: Intake) -> Any:
        """Return the row; raises ``Unknown`` for one that is not here, ``Wrong`` for a value that makes no sense."""


@dataclass(frozen=True)
class Table:
    """A file of an archive, and the model whose rows it holds.

    ``owner`` leads from a row to the learner. ``without`` names the columns that are not written, each with the
    reason. ``same`` names a row within the file: two with the same name are refused. Values of the columns ``ahead``
    may lie in the future. ``check`` looks at a row that was read; it raises ``Wrong``. With ``replaces`` a new account
    may have such rows; they give way. With ``light`` rows are read twice instead of being kept in between. ``note``
    looks at each row that is taken in, and says what is not here of what it speaks of.
    """

    file: str
    model: type[models.Model]
    same: Callable[[Row], Hashable]
    owner: str = "user"
    keys: Mapping[str, Key] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)
    ahead: frozenset[str] = frozenset()
    check: Callable[[Any], None] | None = None
    replaces: bool = False
    light: bool = False
    note: Callable[[Row, Intake], None] | None = None

    @cached_property
    def fields(self) -> dict[str, Field[Any, Any]]:
        """Return the columns that are written, by name."""
        left = {*self.without, "id", self.owner.partition("__")[0] if "__" not in self.owner else ""}
        return {f.name: f for f in self.model._meta.concrete_fields if f.name not in left}

    def of(self, learner: User) -> models.QuerySet[Any]:
        """Return the learner's rows, oldest first."""
        return self.model._default_manager.filter(**{self.owner: learner.pk}).order_by("pk")

    def rows(self, learner: User) -> Iterator[Row]:
        """Yield the learner's rows as they stand in the file; one query."""
        paths = [path for name in self.fields for path in self._paths(name)]
        for values in self.of(learner).values_list(*paths).iterator(chunk_size=2000):
            given = iter(values)
            yield {name: self._said(name, given) for name in self.fields}

    def read(self, row: Row, learner: User, intake: Intake) -> models.Model:
        """Return the row of a line, not saved; raises ``Wrong``, and ``Unknown`` when it stands on what is not here."""
        if more := sorted(row.keys() - self.fields.keys()):
            raise Wrong(f"“{more[0][:40]}” is no key of {self.file}")
        values = {name: self._read(name, row, intake) for name in self.fields}
        if self.owner == "user":
            values["user"] = learner
        made = self.model(**values)
        if self.check is not None:
            self.check(made)
        return made

    def _paths(self, name: str) -> tuple[str, ...]:
        return self.keys[name].paths if name in self.keys else (name,)

    def _said(self, name: str, given: Iterator[Any]) -> object:
        if name not in self.keys:
            return said(next(given))
        key = self.keys[name]
        return key.say(*(next(given) for _ in key.paths))

    def _read(self, name: str, row: Row, intake: Intake) -> Any:
        column = self.fields[name]
        if name not in row:
            if not column.has_default() and not column.null:
                raise Wrong(f"“{name}” is missing")
            return column.get_default()
        try:
            return self._value(name, column, row[name], intake)
        except Wrong as error:
            raise Wrong(f"“{name}” {error}") from error

    def _value(self, name: str, column: Field[Any, Any], value: object, intake: Intake) -> Any:
        if value is None:
            if not column.null:
                raise Wrong("may not be null")
            return None
        if name in self.keys:
            return self._found(name, column, value, intake)
        kind = column.get_internal_type()
        found = read(kind, value, intake.readings[name in self.ahead])
        if column.choices and found not in dict(column.flatchoices):
            raise Wrong("is none of the values there are")
        if column.validators:
            _validate(column, found)
        return found

    def _found(self, name: str, column: Field[Any, Any], value: object, intake: Intake) -> Any:
        if not isinstance(value, str):
            raise Wrong("is not a text")
        try:
            return self.keys[name].find(value, intake)
        except Unknown as error:
            if not column.null or error.wanted:
                raise
            intake.unknown[error.name] += 1
            return None


def _validate(column: Field[Any, Any], value: object) -> None:
    try:
        column.run_validators(value)
    except ValidationError as error:
        raise Wrong(f"is refused: {' '.join(error.messages)}") from error
