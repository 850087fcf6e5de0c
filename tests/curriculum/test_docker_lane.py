"""The lane `docker`: a lesson that holds is accepted, and every planted fault is found, at its line."""

from pathlib import Path

import pytest

from tests.curriculum.lanes import Fault, missing_packages
from tests.curriculum.reading import lesson_from

if missing := missing_packages("docker"):
    pytest.skip(
        f"pip install -r tests/curriculum/lanes/docker.txt  # {', '.join(missing)}", allow_module_level=True
    )

from tests.curriculum.lanes import docker
from tests.curriculum.test_compose import COMPOSE

LESSON = f"""---
id: docker/planted
lane: docker
---
# A lesson that holds

```yaml run file=compose.yaml
{COMPOSE}```

```yaml run file=compose.laptop.yaml
services:
  db:
    ports: !override ["127.0.0.1:5433:5432"]
    restart: !reset null
  psql:
    image: postgres:18.6-trixie
    depends_on: [db]
```

```dockerfile run file=loader/Dockerfile
FROM python:3.14.6-slim-trixie
USER 10001
CMD ["python", "load.py"]
```

```sh static
docker compose up --detach --wait
```

```python run
import yaml

print(*yaml.safe_load(open("compose.yaml"))["services"])
```

```output
db loader
```

```yaml run expect=error:SchemaError
services:
  db:
    image: postgres:18.6-trixie
    depend_on: [loader]
```

```output
$.services.db: Unevaluated properties are not allowed ('depend_on' was unexpected)
```

```python run file=check.py
import sys

import yaml

services = yaml.safe_load(open(sys.argv[1]))["services"]
print("ports:", services["db"].get("ports", "none"))
```

```yaml starter file=exercise.yaml
services:
  db:
    image: postgres:18.6-trixie
    ports: ["5432:5432"]
```

```yaml solution file=exercise.yaml
services:
  db:
    image: postgres:18.6-trixie
```

```output
ports: none
```
"""

QUIZ = """---
id: planted
---
# Questions

## Which line? {#which-line}

```yaml lines
services:
  db:
    image: postgres:18.6-trixie
    networks: [warehouse]
    volumes:
      - pgdata:/data   # [x]
networks:
  warehouse:
```
"""

PLANTED = {
    "a misspelt key": (
        "depends_on:\n      db:",
        "depend_on:\n      db:",
        "```yaml run file=compose.yaml",
        "refused with SchemaError",
    ),
    "a dangling depends_on": (
        "depends_on: [db]",
        "depends_on: [database]",
        "compose.laptop.yaml",
        "refused with ReferenceError",
    ),
    "a linter's finding": ("USER 10001", "RUN cd /tmp", "```dockerfile", "refused with LintError"),
    "a moving base image": (":3.14.6-slim-trixie", "", "```dockerfile", "refused with LintError"),
    "a command line that does not parse": (
        "--detach --wait",
        "'--detach",
        "```sh static",
        "refused with SyntaxError",
    ),
    "Python that does not parse": (
        "import sys\n\nimport",
        "import sys\n\nimprt",
        "```python run file=check.py",
        "SyntaxError",
    ),
    "a wrong output": ("db loader\n", "loader db\n", "```python run\n", "prints something else"),
    "Python that fails": ("print(*yaml", "print(*ymal", "```python run\n", "fails with NameError"),
    "an error that does not come": (
        "    depend_on: [loader]\n",
        "",
        "expect=error:SchemaError",
        "nothing is refused",
    ),
    "another error than announced": (
        "expect=error:SchemaError",
        "expect=error:ImageError",
        "expect=error:ImageError",
        "refused with SchemaError",
    ),
    "another message than shown": (
        "('depend_on' was",
        "('depends_on' was",
        "expect=error:SchemaError",
        "does not begin like",
    ),
    "a starter that is refused": (
        'ports: ["5432:5432"]',
        "port: 5432",
        "```yaml starter",
        "refused with SchemaError",
    ),
    "a starter that is the answer": ('    ports: ["5432:5432"]\n', "", "```yaml starter", "it is the answer"),
    "a starter that the check cannot judge": (
        'services["db"]',
        'services["dbs"]',
        "```yaml starter",
        "cannot judge",
    ),
    "a solution that misses": ("ports: none", "ports: one", "```yaml solution", "prints something else"),
    "a solution without an output": (
        "```output\nports: none\n```\n",
        "",
        "```yaml solution",
        "shows no output",
    ),
    "an output that belongs to nothing": (
        "db loader\n```\n",
        "db loader\n```\n\n```output\nx\n```\n",
        "```output\nx",
        "directly below",
    ),
    "a language nobody runs": ("```python run\n", "```ruby run\n", "```ruby run", "nothing with ruby run"),
    "a static block nobody reads": (
        "```sh static",
        "```ruby static",
        "```ruby static",
        "no checker for static ruby",
    ),
    "an exercise without a file": (
        "starter file=exercise.yaml",
        "starter",
        "```yaml starter",
        "without file=",
    ),
    "a file outside": (
        "file=loader/Dockerfile",
        "file=../Dockerfile",
        "```dockerfile",
        "leaves the lesson's folder",
    ),
}


def faults(text: str, quiz: str, folder: Path) -> list[Fault]:
    return docker.prove(lesson_from(text, quiz), folder)


def planted(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


def test_a_lesson_that_holds_has_no_faults(tmp_path: Path) -> None:
    assert faults(LESSON, QUIZ, tmp_path) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_at_its_block(name: str, tmp_path: Path) -> None:
    old, new, block, what = PLANTED[name]
    text = planted(LESSON, old, new)
    line = text[: text.index(block)].count("\n") + 1
    found = faults(text, "", tmp_path)
    assert [fault for fault in found if fault.line == line and what in fault.what], found


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("networks:\n  warehouse:\n", "networks:\n  warehouse:\nvolumes:\n  pgdata:\n", "nothing is refused"),
        ("networks:\n  warehouse:\n", "", "refused elsewhere"),
        ("```yaml lines", "```python predict", "cannot prove a predict block"),
    ],
)
def test_a_lines_question_is_refused_for_its_marked_line(
    old: str, new: str, what: str, tmp_path: Path
) -> None:
    found = faults("# Nothing\n", planted(QUIZ, old, new), tmp_path)
    assert [fault.what for fault in found if what in fault.what], found
