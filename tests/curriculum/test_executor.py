"""The executor itself: a lesson that holds is accepted, and every planted fault is found, at its line."""

import re
from pathlib import Path

import pytest

from tests.curriculum.lanes import Fault
from tests.curriculum.reading import lesson_from

core = pytest.importorskip(
    "tests.curriculum.lanes.core", reason="pip install -r tests/curriculum/lanes/core.txt"
)

LESSON = """---
id: sql/planted
lane: core
---
# A lesson that holds

```sql run
CREATE TABLE trips (trip_id INTEGER, minutes INTEGER);
INSERT INTO trips VALUES (1, 12), (2, NULL), (3, 6);
```

```sql run
SELECT trip_id, minutes FROM trips ORDER BY trip_id;
```

```output
trip_id | minutes
--------+--------
      1 |      12
      2 |    NULL
      3 |       6
```

```sql run expect=error:BinderException
SELECT trip_id FROM trips WHERE row_number() OVER () = 1;
```

```output
Binder Error: WHERE clause cannot contain
```

```python run file=src/rides.py
def minutes(text):
    return int(text)
```

```python run
from src.rides import minutes

print("before")
```

```output
before
```

```python run expect=error:ValueError
print("on the way")
minutes("12 min")
```

```output
invalid literal for int()
```

```yaml static
retries: 3
```

```python starter
print(minutes("1"))
```

```python solution
print(minutes("2"))
```

```output
2
```
"""

QUIZ = """---
id: planted
dataset: lesson
---
## What does it return? {#a-table}

```sql predict
SELECT count(*) AS trips FROM trips;
```

```output
trips
-----
3
```

## What does it print? {#a-print}

```python predict
print(minutes("4") + 1)
```

```output
5
```

## Which line fails? {#a-line}

```python lines
rows = ["4", ""]
total = 0
for row in rows:
    total += minutes(row)   # [x]
```

## Build it {#a-parsons}

```sql parsons
SELECT trip_id
FROM trips
WHERE minutes = NULL    --!distractor
WHERE minutes IS NULL
```

## Open trips {#a-sql-drill}

```sql drill order=any
SELECT trip_id FROM trips
```

```sql solution
SELECT trip_id FROM trips WHERE minutes IS NULL;
```

```sql check
INSERT INTO trips VALUES (4, NULL), (5, 0);
```

```sql reject "compares with NULL"
SELECT trip_id FROM trips WHERE minutes = NULL;
```

```sql reject "takes the finished ones"
SELECT trip_id FROM trips WHERE minutes IS NOT NULL;
```

## Write double {#a-python-drill}

```python drill
def double(number):
    ...
```

```python solution
def double(number):
    return 2 * number
```

```python test
assert double(2) == 4
assert double(3) == 6, "three"
```

```python reject "squares"
def double(number):
    return number ** 2
```

```python reject "forgets to return"
def double(number):
    number * 2
```
"""

SETUP = LESSON.partition("```python starter")[0]

# Text to find, text to put there, and what the report must say.
IN_LESSON = {
    "wrong cell": ("      1 |      12", "      1 |      13", "else than its output"),
    "wrong column": ("trip_id | minutes\n-", "trip_id | mins\n-", "else than its output"),
    "missing row": ("      2 |    NULL\n", "", "else than its output"),
    "no order": (" ORDER BY trip_id;", ";", "without a final ORDER BY"),
    "wrong order": (" ORDER BY trip_id;", " ORDER BY -trip_id;", "else than its output"),
    "broken SQL": ("FROM trips ORDER", "FROM trip ORDER", "fails with CatalogException"),
    "SQL error not raised": ("row_number() OVER ()", "trip_id", "nothing is raised"),
    "wrong SQL error": ("error:BinderException", "error:ParserException", "raises BinderException"),
    "wrong SQL message": ("Binder Error: WHERE", "Error: WHERE", "does not begin like"),
    "one space more": ('print("before")', 'print("before ")', "prints something else"),
    "prints unseen": ("```output\nbefore\n```\n", "", "the lesson shows no output"),
    "broken Python": ('print("before")', "1 / 0", "fails with ZeroDivisionError"),
    "error not raised": ('minutes("12 min")', 'minutes("12")', "nothing is raised"),
    "wrong error": ("error:ValueError", "error:TypeError", "raises ValueError"),
    "class too wide": ("error:ValueError", "error:Exception", "raises ValueError"),
    "wrong message": ("invalid literal for", "Invalid literal for", "does not begin like"),
    "empty message": ("invalid literal for int()", "", "does not begin like"),
    "odd announcement": ("expect=error:ValueError", "expect=ValueError()", "write expect=error"),
    "file not written": ("file=src/rides.py", "file=src/ride.py", "ModuleNotFoundError"),
    "file outside": ("file=src/rides.py", "file=../rides.py", "leaves the lesson's folder"),
    "broken YAML": ("retries: 3", "retries: [3", "cannot be read"),
    "no parser": ("```yaml static", "```hcl static", "static hcl"),
    "unknown language": ("```python run\nfrom", "```bash run\nfrom", "not bash"),
    "output astray": ("\n```output\nbefore", "\nIt says:\n\nWell:\n\n```output\nbefore", "directly below"),
    "starter is the answer": ('print(minutes("1"))', 'print(minutes("2"))', "already the answer"),
    "starter fails": ('print(minutes("1"))', 'print(minutes("x"))', "starter does not run"),
    "wrong solution": ('print(minutes("2"))', 'print(minutes("3"))', "solution: prints"),
    "broken solution": ('print(minutes("2"))', 'print(minute("2"))', "solution: fails"),
    "solution without output": ("```output\n2\n```", "", "solution shows no output"),
    "no starter": ("```python starter", "```python run", "needs a starter"),
    "process ends": ('print("before")', "import os; os._exit(0)", "no answer"),
    "network": (
        'print("before")',
        'import socket; socket.create_connection(("192.0.2.1", 80))',
        "must not connect to 192.0.2.1",
    ),
}

IN_QUIZ = {
    "wrong predicted cell": ("-----\n3", "-----\n4", "a-table: returns something else"),
    "wrong predicted print": ("```output\n5", "```output\n6", "a-print: prints something else"),
    "predict without output": ("```output\n5\n```", "", "predict without an output"),
    "line does not fail": ('"4", ""]', '"4"]', "lines: nothing fails"),
    "another line fails": ("total = 0\n", "total = 0 + None\n", "lines: it fails elsewhere"),
    "no line marked": ("   # [x]", "", "without a line marked"),
    "parsons with its distractor": ("    --!distractor", "", "right lines do not run"),
    "SQL starter is the answer": ("WHERE minutes IS NULL;", ";", "passes as an answer: the starter"),
    "solution without rows": ("WHERE minutes IS NULL;", "WHERE false;", "returns no rows"),
    "SQL reject is right": (
        "WHERE minutes = NULL;",
        "WHERE minutes IS NULL;",
        "passes as an answer: compares",
    ),
    "SQL reject is broken": ("WHERE minutes = NULL;", "WHERE minute = 1;", "must run to be wrong"),
    "SQL check lets it pass": (
        "SELECT trip_id FROM trips WHERE minutes = NULL;",
        "SELECT * FROM (VALUES (2), (4));",
        "check 1: passes as an answer: compares",
    ),
    "broken check": ("INSERT INTO trips VALUES (4", "INSERT INTO trip VALUES (4", "comes before it fails"),
    "wrong Python solution": ("return 2 * number", "return 3 * number", "solution does not pass"),
    "Python starter is the answer": ("    ...\n", "    return 2 * number\n", "answer: the starter"),
    "Python reject is right": ("number ** 2", "number + number", "passes as an answer: squares"),
    "Python reject is broken": ("number ** 2", "number ** 2)", "must run to be wrong"),
    "test too weak": ('assert double(3) == 6, "three"\n', "", "passes as an answer: squares"),
    "one reject": ('```python reject "squares"', '```python text "squares"', "1 reject blocks"),
    "unnamed reject": ('reject "squares"', "reject", "without its name"),
    "no test": ("```python test", "```python text", "0 test blocks"),
    "unknown dataset": ("dataset: lesson", "dataset: shop", "do not know the dataset"),
}


def faults_of(text: str, quiz: str, folder: Path) -> list[Fault]:
    """Prove a lesson in the lane `core`."""
    faults: list[Fault] = core.prove(lesson_from(text, quiz), folder)
    return faults


def planted(text: str, old: str, new: str) -> tuple[str, int]:
    """Return the text with the fault in it, and the line it is on; the fault must have exactly one place."""
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
    return text.replace(old, new), text.count("\n", 0, text.index(old)) + 1


def test_a_lesson_that_holds_has_no_faults(tmp_path: Path) -> None:
    assert faults_of(LESSON, QUIZ, tmp_path) == []


@pytest.mark.parametrize(("old", "new", "said"), list(IN_LESSON.values()), ids=list(IN_LESSON))
def test_a_fault_in_a_lesson_is_found(old: str, new: str, said: str, tmp_path: Path) -> None:
    text, line = planted(LESSON, old, new)
    found = next((fault for fault in faults_of(text, "", tmp_path) if said in str(fault)), None)
    assert found, f"nothing says {said!r}"
    assert found.path == "lesson.md"
    assert abs(found.line - line) <= 9, "the fault is reported near its place"


@pytest.mark.parametrize(("old", "new", "said"), list(IN_QUIZ.values()), ids=list(IN_QUIZ))
def test_a_fault_in_a_quiz_is_found(old: str, new: str, said: str, tmp_path: Path) -> None:
    head, *questions = re.split(r"^(?=## )", QUIZ, flags=re.MULTILINE)
    part = next((part for part in questions if old in part), "")
    text, _ = planted(head + part, old, new)
    found = [fault for fault in faults_of(SETUP, text, tmp_path) if said in str(fault)]
    assert found, f"nothing says {said!r}"
    assert found[0].path == "lesson.quiz.md"


def test_a_heading_inside_a_code_block_is_no_question(tmp_path: Path) -> None:
    quiz = QUIZ.replace('rows = ["4", ""]', "# a comment\n## Another {#not-a-question}\nrows = ['4', '']")
    assert faults_of(LESSON, quiz, tmp_path) == []
