"""SQL drills."""

from portal.quizzes.kinds import kinds
from portal.quizzes.kinds.code.drill import DrillKind


@kinds.register
class SqlDrill(DrillKind):
    """A query to be written, beginning with the drill block; ``check`` and ``reject`` blocks prove it."""

    slug = "sqldrill"
    label = "SQL drill"
    roles = frozenset({"drill", "solution", "check", "reject"})
    language = "sql"
    proofs = "check"
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
