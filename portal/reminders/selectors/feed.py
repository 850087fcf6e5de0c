"""The calendar feed: whose it is, its address, and its text (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from icalendar import Alarm, Calendar, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar import Event as CalendarEvent

from portal.accounts.models import User
from portal.accounts.rules import digest
from portal.progress.models import StudyDay
from portal.reminders.models import CalendarFeed
from portal.reminders.rules.clocks import changes_of
from portal.reminders.rules.events import Event, events_of
from portal.routine.selectors.plans_of import plans_of

BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def secret_of(user_id: int, salt: str) -> str:
    """Return the secret part of an address: 256 bits that follow from the salt and the portal's own key."""
    return salted_hmac("portal.reminders.feed", f"{user_id} {salt}", algorithm="sha256").hexdigest()


def feed_by(secret: str) -> CalendarFeed | None:
    """Return the feed of an address; None for one that was revoked or never made, and of somebody shut out."""
    feeds = CalendarFeed.objects.select_related("user").filter(user__is_active=True)
    return feeds.filter(secret_hash=digest(secret)).first()


def feed_address(learner: User) -> str | None:
    """Return the whole address of the learner's feed, None without one; empty when the portal's key was changed."""
    feed = CalendarFeed.objects.filter(user=learner).first()
    if feed is None:
        return None
    secret = secret_of(learner.pk, feed.salt)
    if digest(secret) != feed.secret_hash:
        return ""
    return f"{settings.SITE_URL}{reverse('reminders:calendar', args=[secret])}"


def feed_text(feed: CalendarFeed, now: datetime) -> bytes:
    """Return the learner's blocks, from when the feed was made, last January at most, to the end of the next year.

    It changes only when the plan does, and once a year.
    """
    plan = plans_of([feed.user_id])[feed.user_id]
    today = now.astimezone(plan.zone).date()
    first = max(feed.created_at.astimezone(plan.zone).date(), date(today.year - 1, 1, 1))
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Blocks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", settings.SITE_NAME)
    calendar.add("refresh-interval;value=duration", "PT6H")
    last = date(today.year + 1, 12, 31)
    if plan.zone.key != "UTC":
        calendar.add_component(_clock(plan.zone, first, last))
    for event in events_of(plan.calendar, first, last, _neutral(feed.user, first), plan.rollover_hour):
        calendar.add_component(_component(event, feed, plan.zone))
    return bytes(calendar.to_ical())


def _clock(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Return the zone for programs that have no table of zones.

    Not by ``Timezone.from_tzinfo``, which gives the onset of summer time by the new clock instead of the old one.
    """
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, last))
    told = Timezone()
    told.add("tzid", zone.key)
    for change in changes_of(zone, begins, ends):
        part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
        part.add("dtstart", change.onset)
        part.add("tzoffsetfrom", change.before)
        part.add("tzoffsetto", change.after)
        part.add("tzname", change.name)
        told.add_component(part)
    return told


def _neutral(learner: User, first: date) -> set[date]:
    """Return the days the learner made short or rest days: their blocks do not come."""
    days = StudyDay.objects.filter(user=learner, day__gte=first).values_list("day", "detail")
    return {day for day, detail in days if detail.get("shape")}


def _component(event: Event, feed: CalendarFeed, zone: ZoneInfo) -> CalendarEvent:
    begins = event.naive(event.first).replace(tzinfo=zone)
    made = CalendarEvent()
    made.add("uid", _uid(event, feed))
    made.add("dtstamp", feed.created_at.astimezone(UTC))
    made.add("summary", event.slot.title)
    made.add("dtstart", begins)
    made.add("duration", timedelta(minutes=event.slot.minutes))
    until = event.naive(event.last).replace(tzinfo=zone).astimezone(UTC)
    made.add("rrule", {"freq": "weekly", "byday": [BYDAY[day] for day in event.weekdays], "until": until})
    if event.without:
        made.add("exdate", [event.naive(day).replace(tzinfo=zone) for day in event.without])
    made.add("url", f"{settings.SITE_URL}{reverse('routine:today')}#block-{event.slot.id}")
    made.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{event.slot.title}, {event.slot.minutes} min")
    alarm.add("trigger", timedelta(0))
    made.add_component(alarm)
    return made


def _uid(event: Event, feed: CalendarFeed) -> str:
    """Return a name that stays with the block of this version of the routine, also in a feed that was made anew."""
    whose = salted_hmac("portal.reminders.uid", str(feed.user_id), algorithm="sha256").hexdigest()[:16]
    return f"{event.slot.id}-{event.since.isoformat()}-{whose}@{settings.MAIL_DOMAIN}"
