"""How long a sync takes when one file of 10,000 changed; asked for: under 2 s.

The seconds are of the machine it runs on, so the figure is also given as a ratio to reading and hashing the same files,
which is the least any sync can do. Only the ratio's parts are measured in one run; nothing here is a test.
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

FILES = int(os.environ.get("FILES", "10000"))
SIZE = 13_000
LIMIT = 2.0


def timed(work: Callable[[], object]) -> float:
    """Return the seconds ``work`` takes on the wall."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def grow(tree: Path) -> Path:
    """Fill the small curriculum with outlines of about 13 KB, most of it cheap to render; return one of them."""
    from tests.content.compile.trees import OUTLINE, OUTLINE_PATH, make_tree

    make_tree(tree)
    folder = (tree / OUTLINE_PATH).parent
    point = "- Every join drawn as rows that meet rows " + "and rows that meet none " * (SIZE // 24) + "\n"
    long = OUTLINE.replace("- Every join\n", point)
    for number in range(FILES):
        text = long.replace("id: sql/joins", f"id: sql/topic-{number}").replace("Joins", f"Topic {number}")
        (folder / f"{number:04}-topic-{number}.md").write_text(text)
    return folder / "0000-topic-0.md"


def main() -> int:
    """Sync twice and print the figures; return 1 over the limit."""
    with TemporaryDirectory() as folder:
        os.environ.update(VAR_DIR=folder, CONTENT_MAX_FILES=str(FILES + 100))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        import django

        django.setup()
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases
        from django.utils import timezone

        from portal.content.sync import sync

        tree = Path(folder, "curriculum")
        one = grow(tree)
        old = setup_databases(verbosity=0, interactive=False)
        try:
            first = timed(lambda: sync(tree, now=timezone.now()))
            one.write_text(one.read_text().replace("rows that meet", "rows which meet"))
            again = timed(lambda: sync(tree, now=timezone.now()))
            least = timed(lambda: [hashlib.sha256(path.read_bytes()) for path in tree.rglob("*.md")])
        finally:
            teardown_databases(old, verbosity=0)
        sys.stdout.write(
            f"resync, {connection.vendor}: {FILES} files first {first:.1f} s; one changed {again:.2f} s "
            f"(limit {LIMIT} s), {again / least:.1f} x reading and hashing them\n"
        )
        return int(again > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
