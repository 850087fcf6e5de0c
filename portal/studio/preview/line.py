"""What goes over the line to a worker and back, as JSON."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from datetime import date
from typing import Any

from portal.content.compile import SourceText
from portal.content.compile.problems import Problem
from portal.content.compile.summary import Summary
from portal.studio.preview.looking import Around, Looked


def question(path: str, data: bytes, around: Around, today: date) -> bytes:
    """Return the arguments of ``look`` as bytes."""
    return json.dumps(
        {
            "path": path,
            "data": _text(data),
            "texts": [[text.path, _text(text.data), text.sha256] for text in around.texts],
            "ids": dict(around.ids),
            "addresses": dict(around.addresses),
            "summaries": [summary.as_json() for summary in around.summaries],
            "plan": _text(around.plan),
            "facts": _text(around.facts),
            "today": today.isoformat(),
        }
    ).encode()


def arguments(asked: bytes) -> tuple[str, bytes, Around, date]:
    """Return what ``question`` wrote."""
    told: dict[str, Any] = json.loads(asked)
    around = Around(
        texts=tuple(SourceText(path, b64decode(data), sha256) for path, data, sha256 in told["texts"]),
        ids=told["ids"],
        addresses=told["addresses"],
        summaries=tuple(map(Summary.from_json, told["summaries"])),
        plan=b64decode(told["plan"]),
        facts=b64decode(told["facts"]),
    )
    return told["path"], b64decode(told["data"]), around, date.fromisoformat(told["today"])


def answer(looked: Looked) -> bytes:
    """Return what was seen as bytes."""
    return json.dumps(asdict(looked)).encode()


def looked(answered: bytes) -> Looked:
    """Return what ``answer`` wrote."""
    told: dict[str, Any] = json.loads(answered)
    for name in ("problems", "warnings"):
        told[name] = tuple(Problem(**problem) for problem in told[name])
    return Looked(**told)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
