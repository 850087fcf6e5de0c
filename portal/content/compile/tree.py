"""Compile a whole curriculum: read, compile what changed, check across files, report all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.content.compile.across import check_across
from portal.content.compile.file import Value
from portal.content.compile.parts import Fact, Plan
from portal.content.compile.places import Addresses, Place, places_of
from portal.content.compile.pool import OnProgress, compile_files
from portal.content.compile.problems import Problem
from portal.content.compile.source.read import MAX_FILES, read_tree
from portal.content.compile.source.texts import SourceText, fetch
from portal.content.compile.summary import Known, Summary

_ALWAYS = ("plan.yml", "facts.yml")
_NO_PLAN = Problem("plan.yml", 0, "there is no plan", "plan.yml, see docs/dev/content-format.md")
Check = Callable[[Sequence[SourceText], Mapping[str, Place]], list[Problem]]
"""What an upper app has to say of the files that are sound so far; the second argument is what stands where."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A curriculum without problems.

    ``files`` are all of them, in the order of their paths. ``values`` holds what was compiled in this run, by
    path; ``summaries`` holds every file, also those that were known already.
    """

    files: tuple[SourceText, ...]
    plan: Plan
    facts: tuple[Fact, ...]
    values: dict[str, Value]
    summaries: dict[str, Summary]

    def lessons(self) -> list[Summary]:
        """Return the lessons in the order of the plan."""
        places = {
            f"{track.folder}/{module.folder}": (at, below)
            for at, track in enumerate(self.plan.tracks)
            for below, module in enumerate(track.modules)
        }
        found = [summary for summary in self.summaries.values() if summary.kind == "lesson"]
        return sorted(found, key=lambda summary: (places[summary.path.rpartition("/")[0]], summary.path))


def compile_tree(
    folder: Path,
    *,
    max_files: int = MAX_FILES,
    jobs: int | None = None,
    known: Mapping[str, Known] | None = None,
    addresses: Addresses | None = None,
    on_progress: OnProgress | None = None,
    checks: Sequence[Check] = (),
) -> Compiled | list[Problem]:
    """Return the curriculum in ``folder``, or every problem there is, sorted.

    ``known`` holds the files of the last run by path, as the same compiler (``RENDERER``) and ``addresses``
    left them; those that are still the same, and whose targets are, are not compiled again. ``jobs`` and
    ``on_progress`` are those of ``compile_files``. Runs in any thread; see there. ``checks`` see every file
    without a problem of its own.
    """
    files, problems = read_tree(folder, max_files)
    return compile_texts(
        files,
        found=problems,
        jobs=jobs,
        known=known,
        addresses=addresses,
        on_progress=on_progress,
        checks=checks,
    )


def compile_texts(
    files: Sequence[SourceText],
    *,
    found: Sequence[Problem] = (),
    jobs: int | None = None,
    known: Mapping[str, Known] | None = None,
    addresses: Addresses | None = None,
    on_progress: OnProgress | None = None,
    checks: Sequence[Check] = (),
) -> Compiled | list[Problem]:
    """Do the same for files from anywhere; of texts on a shelf, only what must be compiled is loaded.

    ``files`` are in the order of their paths, each path once. ``found`` is what whoever read them has to say.
    """
    known, problems = known or {}, list(found)
    ids = {
        f.path: known[f.path].summary.id
        for f in files
        if f.path in known and known[f.path].sha256 == f.sha256
    }
    places = places_of(files, ids, addresses or Addresses())
    stale = [
        file for file in files if file.path in _ALWAYS or not _is_fresh(file, known.get(file.path), places)
    ]
    fetch(stale)
    outcomes = dict(
        zip((file.path for file in stale), compile_files(stale, places, jobs, on_progress), strict=True)
    )
    problems += [problem for outcome in outcomes.values() for problem in outcome.problems]
    problems += _checked(checks, files, problems, places)
    summaries = {
        file.path: outcomes[file.path].summary if file.path in outcomes else known[file.path].summary
        for file in files
    }
    values = {path: outcome.value for path, outcome in outcomes.items() if outcome.value is not None}
    plan, facts = values.pop("plan.yml", None), values.pop("facts.yml", ())
    if "plan.yml" not in summaries:
        problems.append(_NO_PLAN)
    problems += check_across(
        summaries, plan if isinstance(plan, Plan) else None, facts if isinstance(facts, tuple) else ()
    )
    if problems or not isinstance(plan, Plan) or not isinstance(facts, tuple):
        return sorted(set(problems))
    return Compiled(tuple(files), plan, facts, values, summaries)


def _checked(
    checks: Sequence[Check], files: Sequence[SourceText], problems: list[Problem], places: Mapping[str, Place]
) -> list[Problem]:
    """Return what upper apps have to say of the files that have no problem yet."""
    faulty = {problem.path for problem in problems}
    sound = [file for file in files if file.path not in faulty]
    return [problem for check in checks for problem in check(sound, places)]


def _is_fresh(file: SourceText, known: Known | None, places: Mapping[str, Place]) -> bool:
    """Return whether a file, and everything it shows or links to, is as it was."""
    if known is None or known.sha256 != file.sha256:
        return False
    return all(path in places and places[path].stamp == stamp for path, stamp in known.summary.stamps)
