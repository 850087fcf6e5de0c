"""What comes out of the fields of the Studio's forms."""

from datetime import datetime
from zoneinfo import ZoneInfo

from portal.core.errors import Refused


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment a field of type ``datetime-local`` holds, on the clocks of ``zone``. Raises ``Refused``."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        raise Refused("That is no day and time. Write it as 2026-11-30T09:00.") from None
