"""What is counted in a text, and when a link is dead."""

from datetime import date, timedelta

import pytest

from portal.content.compile.fences import fences_of
from portal.content.compile.problems import Problems
from portal.health.rules.code import Blocks, blocks_of, lacks, questions_of
from portal.health.rules.links import AGAIN, WEEKLY, Standing, addresses_in, after, next_at, verdict
from tests.factories import NOON

LESSON = """
```sql run
SELECT 1;
```
```output
1
```
```python run file=a.py
x = 1
```
```sql starter
SELECT 2;
```
```sql solution
SELECT 3;
```
```yaml static
a: 1
```
```text
a drawing
```
"""
DRILL = """## Name it {#name-it}

```sql drill
SELECT
```
```sql solution
SELECT 1;
```
```sql check
SELECT 1;
```
```sql reject "forgets the row"
SELECT 2;
```
"""
SECOND = '```sql reject "counts twice"\nSELECT 3;\n```\n'
MONDAY = date(2026, 11, 23)


def test_outputs_are_no_blocks_of_their_own() -> None:
    assert blocks_of(fences_of(LESSON, Problems("a"))) == Blocks(executed=4, static=1, shown=1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (DRILL + SECOND, []),
        (DRILL, ["drill with 1 reject blocks; at least 2"]),
        (DRILL.replace("sql check", "sql test") + SECOND, ["drill with 0 check blocks; at least 1"]),
        ((DRILL + SECOND).replace(' "counts twice"', ""), ['a wrong solution without its name; write reject "why it is wrong"']),
    ],
)  # fmt: skip
def test_a_drill_that_cannot_be_proved_says_what_it_lacks(text: str, words: list[str]) -> None:
    (question,) = questions_of(text, fences_of(text, Problems("a")))
    (drill,) = question.of_role("drill")
    assert [said for _, said in lacks(question, drill)] == words


def test_only_web_addresses_are_found_each_once_and_without_their_fragment() -> None:
    html = (
        '<a href="https://a.example/x?q=1&amp;r=2#part">x</a> <a href="https://a.example/x?q=1&amp;r=2">y</a>'
        '<a href="/path/sql/">z</a> <a href="mailto:a@b.example">m</a> <a href="http://b.example/">b</a>'
        f'<a href="https://c.example/{"x" * 1000}">long</a>'
    )
    assert addresses_in(html) == ["https://a.example/x?q=1&r=2", "http://b.example/"]


@pytest.mark.parametrize(("status", "bad"), [(200, False), (403, False), (429, False), (503, False), (404, True), (410, True), (500, True)])  # fmt: skip
def test_a_server_that_only_keeps_programs_out_is_there(status: int, bad: bool) -> None:
    assert bool(verdict(status)) is bad


def test_only_failures_on_different_days_add_up_and_an_answer_forgets_them() -> None:
    once = after(Standing(), "No server is known.", MONDAY)
    assert after(once, "No server is known.", MONDAY).failed_days == 1
    twice = after(once, "No server is known.", MONDAY + timedelta(days=1))
    assert twice.failed_days == 2
    assert after(twice, "", MONDAY + timedelta(days=2)) == Standing()
    assert next_at(once, NOON) == NOON + AGAIN
    assert next_at(Standing(), NOON) == NOON + WEEKLY
