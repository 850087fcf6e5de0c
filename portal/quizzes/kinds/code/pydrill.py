"""Python drills."""

from portal.quizzes.answers.drills import Drill
from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.code.drill import DrillKind
from portal.quizzes.source.form import Form


@kinds.register
class PyDrill(DrillKind):
    """Python to be written, beginning with the drill block; ``test`` and ``reject`` blocks prove it."""

    slug = "pydrill"
    label = "Python drill"
    roles = frozenset({"drill", "solution", "test", "reject"})
    language = "python"
    proofs = "test"
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

    def parse(self, form: Form) -> Drill | None:
        """Read the blocks; there must be a test."""
        spec = super().parse(form)
        if spec and not spec["tests"]:
            form.wrong("a Python drill without a test", "one ```` ```python test ```` at least")
        return spec
