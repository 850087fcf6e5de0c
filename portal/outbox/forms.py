"""What people type to be reached."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.accounts.door.forms import plain
from portal.core.errors import Refused
from portal.outbox.channels.addressed import Addressed


class AddressForm(forms.Form):
    """An address of one channel; valid when the channel can read it. ``target`` and ``config`` are what it read."""

    target: str
    config: dict[str, Any]

    def __init__(self, channel: Addressed, data: Mapping[str, str] | None = None) -> None:
        """Make a field of each box."""
        super().__init__(data, auto_id=f"{channel.slug}-%s")
        self.channel = channel
        self.given = data or {}
        for box in channel.boxes:
            attrs = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}
            self.fields[box.name] = forms.CharField(
                label=box.label,
                help_text=box.hint,
                required=not box.optional,
                max_length=box.longest,
                widget=forms.TextInput(attrs={**attrs, "inputmode": "url"} if not box.secret else attrs),
                error_messages={"required": f"{box.label} is missing."},
            )
        plain(self)

    def clean(self) -> dict[str, Any]:
        """Let the channel read what was typed, and say at the first field what it refuses."""
        said = super().clean() or {}
        if not self.errors:
            try:
                self.target, self.config = self.channel.read(said if self.channel.boxes else self.given)
            except Refused as refusal:
                self.add_error(next(iter(self.fields), None), refusal.reason)
        return said
