"""Drills are proved: those of the example quiz hold, and every planted fault is found at its line."""

from pathlib import Path

import pytest

from tests.curriculum.drills import drill_faults
from tests.curriculum.reading import lesson_from, questions_of
from tests.curriculum.session import Step

pytest.importorskip("duckdb", reason="pip install -r tests/curriculum/lanes/core.txt")

EXAMPLE = (Path(__file__).parents[1] / "quizzes" / "example.quiz.md").read_text(encoding="utf-8")
SHOP = """CREATE TABLE orders (customer_id INTEGER, order_id INTEGER, amount DECIMAL(8, 2));
INSERT INTO orders VALUES (1, 1, 5.00), (1, 2, 9.00), (1, 3, 7.00), (2, 4, 3.00);"""

# Text to find, text to put there, the text at whose line it is reported, and what is said.
PLANTED = {
    "wrong SQL solution": ("order_id) = 2", "order_id) = 9", "```sql solution", "the solution returns no rows"),
    "broken SQL solution": ("QUALIFY row", "QUALIFI row", "```sql solution", "the solution returns no rows"),
    "SQL reject that passes": (
        "SELECT customer_id, max(order_id) AS order_id, min(amount) AS amount FROM orders GROUP BY customer_id",
        "SELECT * FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC, order_id) = 2",
        "```sql reject",
        "passes as an answer: keeps one-order customers",
    ),
    "SQL reject that is broken": ("max(order_id)", "max(order)", "```sql reject", "it must run to be wrong"),
    "column that is not there": ("order=any", "order=by:total", "```sql drill", "the solution has no column total"),
    "wrong Python solution": ("i:i + n]", "i:i + 1]", "```python solution", "the solution does not pass"),
    "broken Python solution": ("for i in range", "for i of range", "```python solution", "does not pass"),
    "Python starter that passes": (
        "    ...\n", "    return [items[i:][:n] for i in range(0, len(items), n)]\n", "```python drill", "the starter"
    ),
}  # fmt: skip


def faults_of(text: str, folder: Path) -> list[str]:
    """Prove the drills of a quiz on the tables of a shop; return each fault as it is read."""
    lesson = lesson_from("", text, Path("curriculum/shop.md"))
    return [
        str(lesson.quiz_fault(*fault))
        for question in questions_of(lesson)
        for drill in question.of_role("drill")
        for fault in drill_faults(question, drill, [Step("sql", SHOP)], folder / question.id)
    ]


def test_the_drills_of_the_example_quiz_hold(tmp_path: Path) -> None:
    assert EXAMPLE.count(" drill") >= 2
    assert faults_of(EXAMPLE, tmp_path) == []


@pytest.mark.parametrize(("old", "new", "place", "said"), list(PLANTED.values()), ids=list(PLANTED))
def test_a_fault_in_a_drill_is_found_at_its_line(
    old: str, new: str, place: str, said: str, tmp_path: Path
) -> None:
    assert EXAMPLE.count(old) == 1
    line = EXAMPLE.count("\n", 0, EXAMPLE.index(place)) + 1
    faults = faults_of(EXAMPLE.replace(old, new), tmp_path)
    assert any(one.startswith(f"curriculum/shop.quiz.md:{line}: ") and said in one for one in faults), faults
