"""When weeks begin, and whether a mail comes."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.retros.models import RetroSettings
from portal.retros.rules.weeks import WEEKDAYS, changed, written
from portal.retros.selectors.terms import terms_of

HOURS = range(5, 23)


@transaction.atomic
def set_settings(learner: User, *, weekday: int, mail: bool, mail_hour: int, now: datetime) -> RetroSettings:
    """Keep what the learner chose; another first weekday holds from the next such day on that leaves no stump.

    Raises ``Refused`` for a weekday or an hour that is not offered.
    """
    if weekday not in WEEKDAYS or mail_hour not in HOURS:
        raise Refused("A week begins on Monday, Saturday or Sunday, and the mail comes between 5 and 22.")
    stored, _ = RetroSettings.objects.select_for_update().get_or_create(user=learner)
    stored.starts = written(changed(stored.week_starts, weekday, terms_of(learner).day(now)))
    stored.mail, stored.mail_hour = mail, mail_hour
    stored.save()
    learner.retro_settings = stored
    return stored


def set_mail(learner: User, *, on: bool) -> bool:
    """Send the weekly mail, or no more of it; return whether that changed anything."""
    stored, _ = RetroSettings.objects.get_or_create(user=learner)
    changed = RetroSettings.objects.filter(pk=stored.pk).exclude(mail=on).update(mail=on) > 0
    stored.mail = on
    learner.retro_settings = stored
    return changed
