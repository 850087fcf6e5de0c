"""How a learner's weeks run."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portal.accounts.models import User
from portal.accounts.selectors import day_terms
from portal.core.dates import local_day
from portal.retros.models import RetroSettings
from portal.retros.rules.weeks import Starts, Week, week_of
from portal.review.rules.days import day_start


@dataclass(frozen=True, slots=True)
class Terms:
    """A learner's clock, the beginnings of their weeks, and whether and when a mail comes."""

    zone: ZoneInfo
    rollover_hour: int
    starts: Starts
    mail: bool
    mail_hour: int

    def day(self, now: datetime) -> date:
        """Return the learner's day at ``now``."""
        return local_day(now, self.zone, self.rollover_hour)

    def week(self, now: datetime) -> Week:
        """Return the week that runs at ``now``."""
        return week_of(self.day(now), self.starts)

    def begins(self, day: date) -> datetime:
        """Return the instant a day begins."""
        return day_start(day, self.zone, self.rollover_hour)

    def mail_at(self, week: Week) -> datetime:
        """Return when the mail about a week is due: at the learner's hour on the day after, never before it is over."""
        after = week.last + timedelta(days=1)
        return max(day_start(after, self.zone, self.mail_hour), self.begins(after))


def settings_of(learner: User) -> RetroSettings:
    """Return the settings; the defaults, not stored, without a row. They stay on the learner, so they are read once."""
    return getattr(learner, "retro_settings", None) or RetroSettings(user=learner)


def terms_of(learner: User) -> Terms:
    """Return what holds for the learner's weeks."""
    profile, settings = day_terms(learner), settings_of(learner)
    return Terms(
        profile.zone_info, profile.rollover_hour, settings.week_starts, settings.mail, settings.mail_hour
    )
