"""What an event of the log may say, so that its fold never meets what no portal has written. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from portal.owndata.rules.values import Wrong
from portal.progress.daily import DAY_MINUTES, DayKind
from portal.progress.rules import Kind
from portal.progress.shown import is_shown

_KINDS: Final = {*Kind, *DayKind}
_ITEM: Final = (Kind.TICKED, Kind.UNTICKED)
_WORDS: Final = {DayKind.BLOCK.value: "state", DayKind.SHAPED.value: "shape", DayKind.MARKED.value: "mark"}
_MINUTES: Final = (DayKind.MINUTES, DayKind.CORRECTED)


def check_event(kind: str, object_id: str, payload: object) -> None:
    """Raise ``Wrong`` for an event that this portal cannot fold."""
    if kind not in _KINDS:
        raise Wrong("“kind” is no kind of event")
    if not object_id:
        raise Wrong("“object_id” is empty")
    if kind in _ITEM and "#" not in object_id:
        raise Wrong("“object_id” names no point of a checklist")
    if not isinstance(payload, Mapping):
        raise Wrong("“payload” is not an object")
    _check_offset(payload.get("offset"))
    if kind in _MINUTES:
        _check_minutes(payload)
    wanted = _WORDS.get(kind)
    if wanted and not (isinstance(payload.get(wanted), str) and len(payload[wanted]) <= 20):
        raise Wrong(f"“payload” has no word of at most 20 characters for “{wanted}”")
    if not is_shown(payload.get("shown", [])):
        raise Wrong("“payload” has a “shown” that no block shows")


def _check_offset(offset: object) -> None:
    if offset is not None and not (_is_whole(offset) and abs(int(str(offset))) <= 24 * 60):
        raise Wrong("“payload” has an “offset” that no clock has")


def _check_minutes(payload: Mapping[str, object]) -> None:
    minutes = payload.get("minutes")
    if not _is_whole(minutes) or not 0 <= int(str(minutes)) <= DAY_MINUTES:
        raise Wrong(f"“payload” has no “minutes” from 0 to {DAY_MINUTES}")
    if not payload.get("began") and not payload.get("ended"):
        return
    for name in ("began", "ended"):
        try:
            datetime.fromisoformat(str(payload.get(name)))
        except ValueError as error:
            raise Wrong(f"“payload” has a “{name}” that is no instant") from error


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
