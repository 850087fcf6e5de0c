"""The figures as a table for a spreadsheet."""

from __future__ import annotations

import csv
from io import StringIO

from portal.taking.statistics.pages import Line, Study

HEAD = [
    "quiz", "version", "question", "title", "kind", "answers", "unknown", "skipped", "facility", "discrimination",
    "median_seconds", "guess_answers", "guess_right", "think_answers", "think_right", "know_answers", "know_right",
    "flags", "reasons",
]  # fmt: skip
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_of(found: Study) -> str:
    """Return the figures as CSV (RFC 4180) with a byte-order mark, by which spreadsheets know UTF-8."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for line in found.lines:
        writer.writerow([safe(cell) for cell in _cells(found, line)])
    return "\ufeff" + text.getvalue()


def safe(cell: str | float | None) -> str:
    """Return a cell that no spreadsheet runs: a text that begins like a formula gets an apostrophe before it.

    Numbers are ours and stay numbers, also below 0. OWASP, "CSV Injection".
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.lstrip(" ").startswith(_BEGINS_FORMULA) else cell
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def _cells(found: Study, line: Line) -> list[str | float | None]:
    """Return one row."""
    item = line.item
    sure = [cell for one in item.calibration for cell in (one.answers, one.right)]
    return [
        found.version.quiz.uid,
        found.version.pk,
        line.uid,
        line.title,
        line.kind,
        item.answers,
        item.unknown,
        item.skipped,
        item.facility,
        item.discrimination,
        item.seconds,
        *sure,
        "; ".join(dict.fromkeys(flag.name for flag in item.flags)),
        " ".join(flag.reason for flag in item.flags),
    ]
