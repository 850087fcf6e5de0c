"""What a learner may write on a card, and say of how much review they want."""

from __future__ import annotations

from typing import Any

from django import forms

from portal.core.errors import Refused
from portal.review.models import LEAST_RETENTION, MOST_RETENTION
from portal.review.selectors import Terms
from portal.review.services.prose import LONGEST, html_of

MARKDOWN = "Markdown: `code`, **bold**, lists, code blocks."


def _side(label: str, hint: str, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "textarea", "rows": rows, "maxlength": LONGEST})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=widget)


class CardForm(forms.Form):
    """Both sides of a card."""

    front = _side("Front", "What you will be asked. One thing only; a question works best.", 3)
    back = _side("Back", f"What you want to recall. {MARKDOWN}", 6)

    def clean_front(self) -> str:
        """Refuse what cannot be rendered, with its line."""
        return self._rendered("front")

    def clean_back(self) -> str:
        """Refuse what cannot be rendered, with its line."""
        return self._rendered("back")

    def _rendered(self, name: str) -> str:
        text = str(self.cleaned_data[name])
        try:
            html_of(text, name=name)
        except Refused as refused:
            raise forms.ValidationError(refused.reason) from refused
        return text


class AmountForm(forms.Form):
    """How much review a day holds, and how much of it shall be recalled."""

    minutes = forms.IntegerField(
        label="Minutes a day",
        min_value=1,
        max_value=240,
        help_text="Review stops there. What is left waits, the best remembered first if it grows.",
    )
    new_per_day = forms.IntegerField(
        label="New cards a day",
        min_value=0,
        max_value=200,
        help_text="Each new card comes back several times in its first weeks. 0 pauses new ones.",
    )
    retention = forms.IntegerField(
        label="Recall, in percent",
        min_value=round(LEAST_RETENTION * 100),
        max_value=round(MOST_RETENTION * 100),
        help_text="How many of 100 cards you want to know when they come up: 80 to 97.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Dress the fields."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input input--short"

    @classmethod
    def of(cls, terms: Terms, data: Any = None) -> AmountForm:
        """Return the form filled with what holds now, or bound to ``data``."""
        now = {"minutes": terms.minutes, "new_per_day": terms.new_per_day}
        return cls(data, initial=now | {"retention": round(terms.retention * 100)})
