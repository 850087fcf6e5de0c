"""Made-up lessons of 13 KB for measuring: prose, lists, tables, code with output, folds and alerts, no two alike."""

import random
import re
from pathlib import Path

from tests.content.compile.trees import CHECKLIST, FRONT, LESSON_PATH, SVG, make_tree

SIZE = 13_000
_WORDS = (
    "the a row rows window frame partition order table trips station rider minutes query result plan sort key "
    "index engine memory disk value group total average last first each every keeps reads writes finds moves "
    "joins counts splits returns because when after before within without only never always twice"
)
WORDS = _WORDS.split(" ")
SECTIONS = (
    "Why it matters",
    "How it works underneath",
    "Pitfalls",
    "In production",
    "Exercise",
    "Key points",
)
FIGURE = "![One dot.](assets/dot.svg)\n\n*A dot.*\n\n<details>\n<summary>In words</summary>\n\nA dot.\n\n</details>"


def lesson(number: int) -> str:
    """Return the text of a lesson with front matter; the same for the same number."""
    rng = random.Random(number)
    front = FRONT.replace("sql/windows", f"sql/lesson-{number}").replace("[sql/joins]", "[]")
    front = front.replace("facts: [news]", "facts: []")
    example = "\n\n".join(_example(rng) for _ in range(5))
    parts = {name: _prose(rng, 2) for name in SECTIONS}
    parts["Exercise"] += f"\n\n{_fold(rng)}\n\n{_fold(rng)}"
    parts["In production"] += f"\n\n> [!NOTE]\n> {_sentence(rng)}\n\n{_prose(rng, 1)}"
    text = (
        f"{front}\n# Windows\n\n## Why it matters\n\n{parts['Why it matters']}\n\n## The idea\n\n{_prose(rng, 3)}\n\n"
        f"{FIGURE}\n\n{_table(rng)}\n\n## Worked example\n\n{example}\n\n"
    )
    for name in SECTIONS[1:5]:
        text += f"## {name}\n\n{parts[name]}\n\n"
    text += f"{CHECKLIST}\n## Key points\n\n{_list(rng)}\n"
    return text + "".join(f"\n{_prose(rng, 1)}\n" for _ in range(max(0, SIZE - len(text)) // 420))


def bare(text: str) -> str:
    """Return the Markdown of a lesson as Python-Markdown alone can read it: no front matter, no roles of code."""
    body = text.split("\n---\n", 1)[1]
    return re.sub(r"^```(\w+)[^\n]*$", r"```\1", body, flags=re.MULTILINE)


def write_tree(folder: Path, numbers: range) -> Path:
    """Write a curriculum with the lessons of ``numbers`` below ``folder``."""
    lessons: dict[str, str | bytes | None] = {f"01-sql/01-core/{n:04}-lesson.md": lesson(n) for n in numbers}
    return make_tree(
        folder, {**lessons, "01-sql/01-core/assets/dot.svg": SVG, "facts.yml": None, LESSON_PATH: None}
    )


def _sentence(rng: random.Random) -> str:
    """Return a sentence with a little markup."""
    words = rng.choices(WORDS, k=rng.randint(8, 18))
    for sign in ("`", "**", "*"):
        at = rng.randrange(len(words))
        words[at] = f"{sign}{words[at]}{sign}"
    return " ".join(words).capitalize() + "."


def _prose(rng: random.Random, paragraphs: int) -> str:
    """Return paragraphs of four sentences."""
    return "\n\n".join(_wrapped(" ".join(_sentence(rng) for _ in range(4))) for _ in range(paragraphs))


def _wrapped(text: str) -> str:
    """Return a paragraph in lines of about 110 characters."""
    return re.sub(r"(.{90,110}) ", r"\1\n", text)


def _list(rng: random.Random) -> str:
    """Return a list, part of it nested."""
    return "\n".join(f"{'  ' if at % 3 else ''}- {_sentence(rng)}" for at in range(6))


def _table(rng: random.Random) -> str:
    """Return a table."""
    rows = "".join(f"| `{rng.choice(WORDS)}` | {_sentence(rng)} | {rng.randint(1, 99)} |\n" for _ in range(5))
    return f"| Name | What | Count |\n|---|---|---:|\n{rows}"


def _example(rng: random.Random) -> str:
    """Return a paragraph, code in one of two languages, its output and a note."""
    return "\n\n".join(
        [_prose(rng, 1), rng.choice([_sql, _python])(rng), _output(rng), f"**Notice that** {_sentence(rng)}"]
    )


def _sql(rng: random.Random) -> str:
    """Return a query."""
    columns = "".join(
        f"       {rng.choice(['sum', 'rank', 'lag'])}({word}) OVER (PARTITION BY {rng.choice(WORDS)}_id ORDER BY day) AS {word}_{n},\n"
        for n, word in enumerate(rng.choices(WORDS, k=5))
    )
    return f"```sql run\nSELECT trip_id, minutes,\n{columns}       count(*) AS n  -- how many\nFROM trips\nWHERE minutes > {rng.randint(1, 60)} AND station = 'S{rng.randint(100, 999)}'\nORDER BY trip_id;\n```"


def _python(rng: random.Random) -> str:
    """Return a function."""
    body = "".join(
        f'    {word}_{n} = rows[{rng.randint(0, 9)}]["{word}"] + {rng.random():.3f}  # {word}\n'
        for n, word in enumerate(rng.choices(WORDS, k=5))
    )
    return f'```python run\ndef total(rows: list[dict[str, float]]) -> float:\n    """{_sentence(rng)}"""\n{body}    return sum(row["minutes"] for row in rows if row is not None)\n```'


def _output(rng: random.Random) -> str:
    """Return a result set."""
    rows = "".join(
        f"{rng.randint(100, 999)}     | {rng.choice(WORDS):<10} | {rng.randint(1, 60):>7}\n" for _ in range(6)
    )
    return f"```output\ntrip_id | station    | minutes\n--------+------------+--------\n{rows}```"


def _fold(rng: random.Random) -> str:
    """Return a folded hint."""
    return f"<details>\n<summary>Hint: {rng.choice(WORDS)}</summary>\n\n{_sentence(rng)}\n\n</details>"
