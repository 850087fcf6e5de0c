"""What people type about their days."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from portal.accounts.door.forms import plain
from portal.core.errors import Refused
from portal.progress.daily import DAY_MINUTES
from portal.progress.shown import is_shown
from portal.routine.rules.away import objection
from portal.routine.rules.plan import LABELS, Routine
from portal.routine.selectors.past import Row

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_SHOWN = 20_000
STATES = [("", "open"), ("done", "done"), ("skipped", "skipped")]


def minutes_posted(posted: str) -> int:
    """Return the minutes of a form. Raises ``Refused`` for what is no whole number of a day."""
    text = posted.strip()
    if not text.isascii() or not text.isdigit() or int(text[:6]) > DAY_MINUTES:
        raise Refused("Minutes are a whole number, such as 25.")
    return int(text)


def shown_posted(posted: str) -> list[dict[str, Any]]:
    """Return what the page says the block showed; nothing for what no page can have shown."""
    try:
        shown = json.loads(posted[:LONGEST_SHOWN])
    except (ValueError, RecursionError):
        return []
    return shown if is_shown(shown) else []


def day_form(rows: Sequence[Row], data: Mapping[str, Any] | None) -> forms.Form:
    """Return the form of a day: minutes and state of each block."""
    form = forms.Form(data)
    for row in rows:
        name = row.slot.id
        form.fields[f"{name}-minutes"] = forms.IntegerField(
            label=f"{row.slot.title}, minutes", min_value=0, max_value=DAY_MINUTES, initial=row.minutes
        )
        form.fields[f"{name}-state"] = forms.ChoiceField(
            label=f"{row.slot.title} was", choices=STATES, required=False, initial=row.state
        )
    plain(form)
    return form


def blocks_posted(form: forms.Form) -> dict[str, tuple[int, str]]:
    """Return minutes and state by block, of a valid form of a day."""
    said = form.cleaned_data
    names = [name.removesuffix("-minutes") for name in said if name.endswith("-minutes")]
    return {name: (said[f"{name}-minutes"], said[f"{name}-state"]) for name in names}


class RoutineForm(forms.Form):
    """Blocks and week of a routine; made for the blocks the plan has."""

    def __init__(self, routine: Routine, data: Mapping[str, Any] | None = None) -> None:
        """Make the fields of each block and of each weekday."""
        super().__init__(data)
        self.blocks = routine.slots
        for slot in routine.slots:
            self.fields[f"{slot.id}-on"] = forms.BooleanField(
                label=slot.title, required=False, initial=slot.on
            )
            self.fields[f"{slot.id}-minutes"] = forms.IntegerField(
                label="Minutes", min_value=5, max_value=480, initial=slot.minutes
            )
            self.fields[f"{slot.id}-clock"] = forms.TimeField(
                label="Begins at",
                initial=slot.clock,
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            )
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"day-{weekday}"] = forms.ChoiceField(
                label=name,
                choices=[(kind.value, words) for kind, words in LABELS.items()],
                initial=routine.week[weekday],
            )
        plain(self)

    @property
    def block_rows(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the three fields of each block."""
        return [
            tuple(self[f"{slot.id}-{part}"] for part in ("on", "minutes", "clock")) for slot in self.blocks
        ]

    @property
    def week_rows(self) -> list[forms.BoundField]:
        """Return the field of each weekday."""
        return [self[f"day-{weekday}"] for weekday in range(7)]

    @property
    def settings(self) -> dict[str, Any]:
        """Return what was said, as ``rules.plan.routine_of`` reads it; of a valid form."""
        said = self.cleaned_data
        return {
            "blocks": {
                slot.id: {
                    "on": said[f"{slot.id}-on"],
                    "minutes": said[f"{slot.id}-minutes"],
                    "clock": f"{said[f'{slot.id}-clock']:%H:%M}",
                }
                for slot in self.blocks
            },
            "week": [said[f"day-{weekday}"] for weekday in range(7)],
        }


class AwayForm(forms.Form):
    """Days off."""

    first = forms.DateField(label="First day off", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="Last day off", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, today: date, data: Mapping[str, Any] | None = None) -> None:
        """Make the form of a learner whose day is ``today``."""
        super().__init__(data)
        self.today = today
        plain(self)

    def clean(self) -> dict[str, Any]:
        """Say it where the days are typed when they cannot be planned."""
        said = super().clean() or {}
        if said.get("first") and said.get("last"):
            wrong = objection(said["first"], said["last"], self.today)
            if wrong:
                self.add_error(wrong.field, wrong.words)
        return said
