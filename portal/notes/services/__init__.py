"""Everything that writes notes and links."""

from portal.notes.services.bin import bring_back, erase, set_binned
from portal.notes.services.links import add_link, change_link, set_link_binned, set_link_done
from portal.notes.services.notes import Conflict, Draft, TooLong, save, set_aside

__all__ = [
    "Conflict",
    "Draft",
    "TooLong",
    "add_link",
    "bring_back",
    "change_link",
    "erase",
    "save",
    "set_aside",
    "set_binned",
    "set_link_binned",
    "set_link_done",
]
