"""What people say about their reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from portal.accounts.door.forms import plain
from portal.reminders.models import ReminderRule
from portal.reminders.rules.wanted import RETRO, retro_day, subjects_of, title_of
from portal.reminders.selectors.page import own_clock
from portal.reminders.services.rules import Wanted
from portal.routine.rules.plan import Routine, Slot

DAYS = [(str(n), name) for n, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))]


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one reminder, its title, and the words below."""

    title: str
    note: str
    on: forms.BoundField
    at: forms.BoundField
    days: forms.BoundField


class RemindersForm(forms.Form):
    """A time, days and a switch for each block of the routine and for the retrospective."""

    def __init__(
        self, routine: Routine, rules: Sequence[ReminderRule], data: Mapping[str, Any] | None = None
    ) -> None:
        """Make the three fields of each."""
        super().__init__(data)
        self.routine = routine
        kept = {rule.subject: rule for rule in rules}
        for uid, slot in subjects_of(routine):
            title, rule = title_of(uid, routine), kept.get(uid)
            self.fields[f"{uid}-on"] = forms.BooleanField(
                label=title, required=False, initial=bool(rule and rule.on)
            )
            self.fields[f"{uid}-at"] = forms.TimeField(
                label=f"{title}: time",
                initial=(rule.at if rule else "") or own_clock(slot),
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                error_messages={"required": "Type a time, such as 19:30."},
            )
            self.fields[f"{uid}-days"] = forms.MultipleChoiceField(
                label=f"{title}: days",
                choices=DAYS,
                required=False,
                initial=list(rule.weekdays if rule else _days(uid, routine)),
            )
        plain(self)

    @property
    def rows(self) -> list[Row]:
        """Return what the page shows of each reminder."""
        return [
            Row(
                title_of(uid, self.routine),
                _note(slot),
                *(self[f"{uid}-{part}"] for part in ("on", "at", "days")),
            )
            for uid, slot in subjects_of(self.routine)
        ]

    @property
    def wanted(self) -> list[Wanted]:
        """Return what was said, of a valid form. A time that is the block's own follows the block when that moves."""
        said = self.cleaned_data
        return [
            Wanted(
                uid,
                "" if f"{said[f'{uid}-at']:%H:%M}" == own_clock(slot) else f"{said[f'{uid}-at']:%H:%M}",
                "".join(sorted(said[f"{uid}-days"])),
                said[f"{uid}-on"],
            )
            for uid, slot in subjects_of(self.routine)
        ]


def _days(uid: str, routine: Routine) -> str:
    return retro_day(routine) if uid == RETRO else "0123456"


def _note(slot: Slot | None) -> str:
    return f"{slot.minutes} min, planned for {slot.clock}" if slot else "three questions, 10 min"
