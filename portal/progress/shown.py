"""What a block showed when it was said to be done or skipped, as the log keeps it. Pure.

What is suggested moves on with the learner; without this, a block that is done would show what was not done in it.
"""

import re
from collections.abc import Mapping
from typing import Final

from portal.progress.daily import DAY_MINUTES

MOST: Final = 5
"""How many tasks a block shows at most."""
_TEXT: Final = r"[^\x00-\x1f\x7f\ud800-\udfff]{0,1000}"
_PARTS: Final = {
    "icon": re.compile(r"[a-z-]{1,20}"),
    "title": re.compile(_TEXT),
    "url": re.compile(r"(/(?![/\\])|https?://)[^\x00-\x20\x7f\ud800-\udfff]{0,1000}"),
    "note": re.compile(_TEXT),
    "mark": re.compile(r"[a-z0-9#_:/-]{0,190}"),
}


def is_shown(value: object) -> bool:
    """Return whether ``value`` is a list of tasks: each its icon, title, address, note, mark and minutes."""
    return isinstance(value, list) and len(value) <= MOST and all(map(_is_task, value))


def _is_task(value: object) -> bool:
    if not isinstance(value, Mapping) or value.keys() != {*_PARTS, "minutes"}:
        return False
    minutes = value["minutes"]
    if type(minutes) is not int or not 0 <= minutes <= DAY_MINUTES:
        return False
    return all(
        isinstance(value[name], str) and form.fullmatch(value[name]) is not None
        for name, form in _PARTS.items()
    )
