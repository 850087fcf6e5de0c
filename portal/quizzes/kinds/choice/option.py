"""What the kinds with options share."""

from typing import Any

from portal.quizzes.answers.listed import listed
from portal.quizzes.answers.options import Options, answer, reads_twice, shown
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind


class OptionKind(Kind[Options]):
    """Options to tick: one, or ``many``. The kinds differ in what they make of the ticks."""

    many = False

    def public(self, spec: Options, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the options."""
        return {"options": shown(spec["options"], dice, shuffle=shuffle), "many": self.many}

    def fields(self, spec: Options) -> dict[str, Field]:
        """Take one key, or any number of them."""
        return {"answer": Field(among=tuple(option["key"] for option in spec["options"]), many=self.many)}

    def solution(self, spec: Options) -> Response:
        """Tick what is right."""
        right = [option["key"] for option in spec["options"] if option["right"]]
        return {"answer": right if self.many else right[:1]}

    def right(self, spec: Options) -> dict[str, Any]:
        """Show all options."""
        return answer(spec["options"])

    def sides(self, spec: Options, dice: Dice) -> tuple[str, str]:
        """Show all options in front, the right ones behind."""
        front = listed(option["html"] for option in spec["options"])
        return front, listed(option["html"] for option in spec["options"] if option["right"])

    def flaw(self, spec: Options) -> str:
        """Two options must not read the same."""
        return reads_twice(spec["options"])
