"""The plans of many learners at once."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from portal.accounts.models import Profile
from portal.content.models import PlanDocument
from portal.routine.models import RoutineVersion, TimeAway
from portal.routine.rules.plan import Calendar
from portal.routine.selectors.frame import LINE, calendar_of


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A learner's clock and calendar. Equal calendars are the very same one."""

    zone: ZoneInfo
    rollover_hour: int
    calendar: Calendar


def plans_of(user_ids: Collection[int]) -> dict[int, Plan]:
    """Return the plan of each learner: four statements, however many they are."""
    routine = PlanDocument.objects.order_by("pk").values_list("routine", flat=True).first() or {}
    text = json.dumps(routine)
    versions, aways = defaultdict(list), defaultdict(list)
    for user, day, own in RoutineVersion.objects.filter(user__in=user_ids).values_list(
        "user", "from_day", "settings"
    ):
        versions[user].append(f"{day} {json.dumps(own)}")
    for user, first, last in TimeAway.objects.filter(user__in=user_ids).values_list("user", "first", "last"):
        aways[user].append(f"{first} {last or ''}")
    clocks = {
        user: (zone, hour)
        for user, zone, hour in Profile.objects.filter(user__in=user_ids).values_list(
            "user", "zone", "rollover_hour"
        )
    }
    found = {}
    for user in user_ids:
        zone, hour = clocks.get(user, ("UTC", 4))
        calendar = calendar_of(text, LINE.join(sorted(versions[user])), LINE.join(sorted(aways[user])))
        found[user] = Plan(ZoneInfo(zone), hour, calendar)
    return found
