"""SQL drills."""

from typing import Any

from portal.quizzes.answers.drills import Drill, shown, take_drill
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Grade
from portal.quizzes.source.form import Form


@kinds.register
class SqlDrill(Kind[Drill]):
    """A query to be written, beginning with the drill block; ``check`` and ``reject`` blocks prove it.

    It takes no answer here and is left out of scores.
    """

    slug = "sqldrill"
    label = "SQL drill"
    roles = frozenset({"drill", "solution", "check", "reject"})
    answerable = False
    sample = """## Count the trips {#count-trips}

Return one row with the number of trips.

```sql drill order=exact types=strict limit=2s
SELECT 1
```

```sql solution
SELECT count(*) AS trips FROM trips
```

```sql check
DELETE FROM trips;
```

```sql reject "counts riders, not trips"
SELECT count(DISTINCT rider_id) AS trips FROM trips
```
"""
    twin = """## Count the trips {#count-trips}

Return one row with the number of trips.

```sql drill order=exact types=strict limit=2s
SELECT 1
```

```sql solution
SELECT sum(1) AS trips FROM trips
```

```sql check
DELETE FROM riders;
```

```sql reject "counts too much"
SELECT count(rider_id) AS trips FROM trips
```
"""

    def recognises(self, form: Form) -> bool:
        """Recognise the block and its language."""
        return any(block.fence.language == "sql" for block in form.codes("drill"))

    def parse(self, form: Form) -> Drill | None:
        """Read the blocks."""
        return take_drill(form, "sql", proofs="check")

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
