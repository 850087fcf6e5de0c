"""Compile many files: a few here, many in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor

from portal.content.compile.file import Outcome, compile_file
from portal.content.compile.places import Place, shown_by
from portal.content.compile.source.texts import SourceText

OnProgress = Callable[[int, int], None]
SMALL = 1_000_000
CHUNK = 8
_places: Mapping[str, Place] = {}


def compile_files(
    files: Sequence[SourceText],
    places: Mapping[str, Place],
    jobs: int | None = None,
    on_progress: OnProgress | None = None,
) -> list[Outcome]:
    """Return the outcome of each file, in order.

    ``jobs`` processes work (default: one for each processor this one may use). A little is compiled here,
    if this is the main thread; elsewhere a limit on time cannot be set, and a process is always started.
    ``on_progress`` is told how many of how many are done.
    """
    jobs = jobs or len(os.sched_getaffinity(0))
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and (jobs == 1 or sum(len(file.data) for file in files) <= SMALL):
        return _collect(
            (compile_file(file.path, file.data, places) for file in files), len(files), on_progress
        )
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, f"{__package__}.warm"])
    with ProcessPoolExecutor(jobs, context, _set_places, (shown_by(files, places),)) as pool:
        return _collect(pool.map(_compile, files, chunksize=CHUNK), len(files), on_progress)


def _collect(outcomes: Iterable[Outcome], total: int, on_progress: OnProgress | None) -> list[Outcome]:
    """Gather the outcomes and tell about each."""
    gathered: list[Outcome] = []
    for outcome in outcomes:
        gathered.append(outcome)
        if on_progress:
            on_progress(len(gathered), total)
    return gathered


def _set_places(places: Mapping[str, Place]) -> None:
    """Keep, in a process of the pool, what all files there share."""
    global _places
    _places = places


def _compile(file: SourceText) -> Outcome:
    """Compile a file in a process of the pool."""
    return compile_file(file.path, file.data, _places)
