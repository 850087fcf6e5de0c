"""What the first compile of a curriculum costs, against bare Python-Markdown on the same texts; and reading 10,000 files.

Processor time on one core; the two sides take turns, lesson for lesson of a round. Two cores are compared by the clock.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown import Markdown

from portal.content.compile import Compiled, Known, SourceText, Summary, compile_tree
from portal.content.compile.source.read import read_tree
from tests.bench.lessons import bare, lesson, write_tree

LESSONS, ROUND, MANY, LOOP = 1_000, 50, 10_000, 30_000_000
LIMIT = 1.3
EXTENSIONS = ["tables", "fenced_code", "codehilite", "footnotes"]


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return how long ``work`` takes."""
    start = clock()
    work()
    return clock() - start


def compile_all(folder: Path, jobs: int, known: dict[str, Known] | None = None) -> Compiled:
    """Compile a curriculum without problems."""
    found = compile_tree(folder, jobs=jobs, known=known, max_files=20_000)
    assert isinstance(found, Compiled), [str(problem) for problem in found[:5]]
    return found


def first_compile(folder: Path) -> float:
    """Return the ratio of a first compile on one core to bare Python-Markdown, over all lessons."""
    markdown = Markdown(extensions=EXTENSIONS)
    ours = theirs = 0.0
    sizes = []
    for start in range(0, LESSONS, ROUND):
        numbers = range(start, start + ROUND)
        texts = [lesson(number) for number in numbers]
        sizes += [len(text) for text in texts]
        tree = write_tree(folder / f"round-{start}", numbers)
        plain = [bare(text) for text in texts]
        theirs += seconds(lambda plain=plain: [markdown.reset().convert(text) for text in plain])  # type: ignore[misc]
        ours += seconds(lambda tree=tree: compile_all(tree, 1))  # type: ignore[misc]
    print(f"{LESSONS} lessons of {sum(sizes) / len(sizes) / 1000:.1f} KB, processor time on one core")
    print(f"  Python-Markdown with {', '.join(EXTENSIONS)}: {theirs:6.1f} s")
    print(f"  first compile, all checks and nh3 included:                    {ours:6.1f} s")
    print(f"  ratio {ours / theirs:.2f}, limit {LIMIT}")
    return ours / theirs


def two_cores(folder: Path) -> None:
    """Print how much faster two processes are, by the clock, and how much faster this machine lets any two be."""
    tree = write_tree(folder / "whole", range(LESSONS))
    one = seconds(lambda: compile_all(tree, 1), time.perf_counter)
    two = seconds(lambda: compile_all(tree, 2), time.perf_counter)
    print(f"  by the clock: one process {one:.1f} s, two {two:.1f} s: {one / two:.2f} times as fast")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(_loop, [1, 1], 1)
        alone = seconds(lambda: pool.map(_loop, [LOOP], 1), time.perf_counter)
        both = seconds(lambda: pool.map(_loop, [LOOP, LOOP], 1), time.perf_counter)
    print(
        f"  this machine lets two processes that share nothing be {2 * alone / both:.2f} times as fast as one"
    )


def _loop(count: int) -> int:
    """Keep one processor busy."""
    return sum(number % 7 for number in range(count))


def many_files(folder: Path) -> None:
    """Print what reading 10,000 files costs, and compiling one that changed among them."""
    text = lesson(0)
    tree = write_tree(folder / "many", range(0))
    for number in range(MANY):
        path = tree / f"01-sql/01-core/{number:04}-lesson.md"
        path.write_text(text.replace("sql/lesson-0", f"sql/lesson-{number}"))
    files: list[SourceText] = []
    print(f"{len(files := read_tree(tree, 20_000)[0])} files of 13 KB")
    print(f"  reading: {seconds(lambda: read_tree(tree, 20_000), time.perf_counter):.2f} s")
    known = {
        file.path: Known(file.sha256, _summary(file)) for file in files if file.path.endswith("-lesson.md")
    }
    (tree / "01-sql/01-core/0500-lesson.md").write_text(lesson(500))
    taken = seconds(lambda: compile_all(tree, 1, known), time.perf_counter)
    print(f"  compiling again after one changed: {taken:.2f} s")


def _summary(file: SourceText) -> Summary:
    """Return the summary of a lesson without compiling it."""
    number = int(file.path.rpartition("/")[2].partition("-")[0])
    return Summary(file.path, "lesson", f"sql/lesson-{number}", 2, "Windows", "written")


def main() -> int:
    """Measure; return 1 if the first compile is slower than the limit."""
    with tempfile.TemporaryDirectory() as folder:
        ratio = first_compile(Path(folder))
        two_cores(Path(folder))
        many_files(Path(folder))
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
