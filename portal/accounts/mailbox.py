"""The letters that a laptop writes to files instead of sending them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

FILE_NAME = re.compile(r"\d{8}-\d{6}-\d+\.log")
RULE = b"\n" + b"-" * 79 + b"\n"
NEWEST = 100


@dataclass(frozen=True)
class Letter:
    """One letter; ``number`` counts from 0 within its file, since one connection writes one file."""

    file: str
    number: int
    to: str
    subject: str
    sent_at: datetime | None
    text: str


def writes_to_files() -> bool:
    """Return whether mail goes to files, which is so until ``EMAIL_URL`` names a server."""
    return bool(settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"))


def letters() -> list[Letter]:
    """Return the letters of the newest files, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted((file for file in folder.glob("*.log") if FILE_NAME.fullmatch(file.name)), reverse=True)
    return [one for file in files[:NEWEST] for one in reversed(list(_read(file)))]


def find_letter(file: str, number: int) -> Letter | None:
    """Return one letter, or ``None``; a name that is not one of the backend's is never opened."""
    path = Path(settings.EMAIL_FILE_PATH) / file
    if not FILE_NAME.fullmatch(file) or not path.is_file():
        return None
    return next((one for one in _read(path) if one.number == number), None)


def _read(path: Path) -> Iterator[Letter]:
    for number, raw in enumerate(filter(None, path.read_bytes().split(RULE))):
        message = message_from_bytes(raw, policy=policy.default)
        body = message.get_body(("plain",))
        date = message["Date"]
        yield Letter(
            file=path.name,
            number=number,
            to=str(message["To"]),
            subject=str(message["Subject"]),
            sent_at=date.datetime if date else None,
            text=body.get_content() if body else "",
        )
