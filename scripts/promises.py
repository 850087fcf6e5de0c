"""The table of ``make faults``: what the fault tests have counted, printed and written to docs/admin/promises.md."""

import json
import os
import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scripts.common import ROOT, Trouble, say

PAGE = ROOT / "docs" / "admin" / "promises.md"
PROMISES = {f"R{number}" for number in range(1, 9)}
PLACE = re.compile(r"(?<=<!-- figures -->\n).*(?=<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """What one test did to the portal, and what it counted. ``form`` is P (servers) or S (laptop)."""

    promise: str
    form: str
    done: str
    counted: dict[str, str]


def rows(path: Path) -> list[Row]:
    """Read what the tests have noted, in the order of the promises."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return sorted(
        (Row(**json.loads(line)) for line in lines), key=lambda row: (row.promise, row.form, row.done)
    )


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| # | form | what was done | counted |", "|---|---|---|---|"]
    for row in rows:
        counted = "; ".join(f"{name} **{figure}**" for name, figure in row.counted.items())
        lines.append(f"| {row.promise} | {row.form} | {row.done} | {counted} |")
    return "\n".join(lines)


def machine() -> str:
    """Return in a few words what machine this is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release().split('-')[0]} {platform.machine()}"
    return f"{os.cpu_count()} processors, {memory:.0f} GB of memory, {system}, Python {platform.python_version()}"


def publish(found: list[Row], today: date, seconds: float, *, page: Path = PAGE) -> None:
    """Print the table and put it, with date and machine, where the page has a place for it.

    Raises ``Trouble`` when a promise has no figure; then the page stays as it is.
    """
    if lacking := PROMISES - {row.promise for row in found}:
        raise Trouble(f"No figure for {', '.join(sorted(lacking))}: {page.name} stays as it was.")
    figures = table(found)
    say(f"\n{figures}\n")
    head = f"Measured on {today:%-d %B %Y}, in {seconds:.0f} s: {machine()}."
    before = page.read_text(encoding="utf-8")
    page.write_text(PLACE.sub(lambda _: f"{head}\n\n{figures}\n", before), encoding="utf-8")
