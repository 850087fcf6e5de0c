"""Everything that writes: the archive, what comes out of one, and the end of an account."""

from portal.owndata.services.export import export, sent
from portal.owndata.services.leaving import ask_to_leave, delete_due, delete_now, keep
from portal.owndata.services.taking_in import Report, take_in

__all__ = ["Report", "ask_to_leave", "delete_due", "delete_now", "export", "keep", "sent", "take_in"]
