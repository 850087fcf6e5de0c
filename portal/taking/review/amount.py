"""The page on which a learner says how much review they want, with what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.models import User
from portal.review.rules.memory import age_at, returns_in_a_year
from portal.review.selectors import forecast, terms_of
from portal.taking.review.chart import chart_of
from portal.taking.review.forms import AmountForm

SHOWN = (80, 85, 90, 95, 97)


@dataclass(frozen=True, slots=True)
class Price:
    """What a desired recall costs: returns of a known card in its first year, and the load later, 90 % being 1."""

    percent: int
    forgotten: int
    returns: int
    load: float
    chosen: bool


def amount_page(learner: User, form: AmountForm, now: datetime) -> dict[str, Any]:
    """Return the form, the price list of recall, and the days ahead."""
    terms = terms_of(learner)
    chosen = round(terms.retention * 100)
    return {
        "form": form,
        "terms": terms,
        "prices": [price_of(percent, chosen) for percent in sorted({*SHOWN, chosen})],
        "chart": chart_of(forecast(learner, now, terms=terms), terms.minutes),
        "section": "review",
    }


def price_of(percent: int, chosen: int) -> Price:
    """Return the price of wanting ``percent`` of the cards recalled."""
    share = percent / 100
    return Price(
        percent, 100 - percent, returns_in_a_year(share), round(1 / age_at(share), 1), percent == chosen
    )
