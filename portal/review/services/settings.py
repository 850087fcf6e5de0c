"""How much review a learner wants."""

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.review.models import ReviewSettings
from portal.review.selectors.terms import terms_of
from portal.review.services.lessons import settle_fading


@transaction.atomic
def set_settings(learner: User, *, retention: float, minutes: int, new_per_day: int) -> ReviewSettings:
    """Store the learner's settings. A new retention holds from each card's next answer on; for fading, at once.

    Raises ``Refused`` for values outside the bounds of ``ReviewSettings``.
    """
    row = ReviewSettings(
        user=learner, desired_retention=round(retention, 2), minutes_per_day=minutes, new_per_day=new_per_day
    )
    try:
        row.clean_fields(exclude=["user"])
    except ValidationError as error:
        raise Refused(
            "Choose a retention from 80 to 97 %, 1 to 240 minutes and up to 200 new cards a day."
        ) from error
    terms_of(learner, lock=True)
    ReviewSettings.objects.update_or_create(
        user=learner,
        defaults={
            "desired_retention": row.desired_retention,
            "minutes_per_day": minutes,
            "new_per_day": new_per_day,
        },
    )
    settle_fading(learner)
    return row
