"""Question kinds: one module each, found by the registry; nothing else is edited to add one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from portal.core.registry import Registry
from portal.quizzes.answers.posted import Field, Response, response_of
from portal.quizzes.dice import Dice
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form

S = TypeVar("S", bound=Mapping[str, Any])


class Kind(ABC, Generic[S]):
    """A kind of question. ``S`` is its spec: a JSON object with the right answer, which stays on the server.

    ``classes`` and ``keys`` are the words its headings may carry beside the common ones, ``roles`` the code
    blocks it takes. ``sample`` is a question of the kind in Markdown; ``twin`` is the same one with another
    right answer, and must look the same until it is answered. Of a kind that is not ``answerable`` the task
    is shown and nothing is graded; of one that is ``self_judged`` the learner compares with ``right`` and
    says how it went, in a second step.
    """

    slug: str
    label: str
    classes: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    answerable: bool = True
    self_judged: bool = False
    sample: str
    twin: str

    @abstractmethod
    def recognises(self, form: Form) -> bool:
        """Return whether a question of this form is one of the kind. Exactly one kind may say so."""

    @abstractmethod
    def parse(self, form: Form) -> S | None:
        """Take the answer out of ``form``; ``form.wrong`` notes what is wrong. None when it is no answer."""

    @abstractmethod
    def public(self, spec: S, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Return what a page needs to ask, as JSON; nothing in it may depend on the right answer.

        ``shuffle`` says whether options may be reordered; what has to be put in order is shuffled in any
        case.
        """

    @abstractmethod
    def fields(self, spec: S) -> dict[str, Field]:
        """Return the fields of the question's form by name; the name is unique in the question only."""

    @abstractmethod
    def grade(self, spec: S, response: Response) -> Grade:
        """Return what ``response`` (of ``read``) is worth. An empty one is worth nothing; it never raises."""

    @abstractmethod
    def right(self, spec: S) -> dict[str, Any]:
        """Return what is shown as the right answer afterwards, as JSON, with the feedback of every option."""

    @abstractmethod
    def solution(self, spec: S) -> Response:
        """Return a response that earns all credit there is; ``{}`` for a kind that takes no answer."""

    def sides(self, spec: S, dice: Dice) -> tuple[str, str] | None:
        """Return what stands below the title in front of a flash card, and what is behind, as HTML.

        None for a kind that makes no sense on a card.
        """
        return None

    def read(self, spec: S, data: object) -> Response:
        """Return the response that posted ``data`` holds; it is ``{}`` for anything that fits no field."""
        return response_of(self.fields(spec), data)

    def flaw(self, spec: S) -> str:
        """Return what is wrong with a spec whose slots are filled, or nothing; tried on every variant."""
        return ""

    def points(self, spec: S) -> float:
        """Return the points of a question whose heading gives none."""
        return 1.0


kinds: Registry[Kind[Any]] = Registry(__name__)
