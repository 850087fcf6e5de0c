"""Python drills."""

from typing import Any

from portal.quizzes.answers.drills import Drill, shown, take_drill
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class PyDrill(Kind[Drill]):
    """Python to be written, beginning with the drill block; ``test`` and ``reject`` blocks prove it.

    It takes no answer here and is left out of scores.
    """

    slug = "pydrill"
    label = "Python drill"
    roles = frozenset({"drill", "solution", "test", "reject"})
    answerable = False
    sample = """## Write `double(number)` {#write-double}

```python drill
def double(number):
    ...
```

```python solution
def double(number):
    return 2 * number
```

```python test
assert double(3) == 6
```

```python reject "squares the number"
def double(number):
    return number ** 2
```
"""
    twin = """## Write `double(number)` {#write-double}

```python drill
def double(number):
    ...
```

```python solution
def double(number):
    return number + number
```

```python test
assert double(4) == 8
```

```python reject "adds two"
def double(number):
    return number + 2
```
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the block and its language."""
        return any(block.fence.language == "python" for block in form.codes("drill"))

    def parse(self, form: Form) -> Drill | None:
        """Read the blocks."""
        spec = take_drill(form, "python", proofs="test")
        if spec and not spec["tests"]:
            form.wrong("a Python drill without a test", "one ```` ```python test ```` at least")
        return spec

    def public(self, spec: Drill, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show where to start."""
        return shown(spec, dice, shuffle=shuffle)

    def fields(self, spec: Drill) -> dict[str, Field]:
        """Take nothing."""
        return {}

    def grade(self, spec: Drill, response: Response) -> Grade:
        """Leave it out of the score."""
        return Grade(None)

    def right(self, spec: Drill) -> dict[str, Any]:
        """Show the solution."""
        return {"solution": spec["solution"], "solution_html": spec["solution_html"]}
