"""What the learner wants to be reminded of."""

import re
from typing import Final

from portal.accounts.models import User
from portal.accounts.services import plan_changed
from portal.owndata.intake import Intake
from portal.owndata.rules.values import Wrong
from portal.owndata.shares import Share, shares
from portal.owndata.tables import Table
from portal.reminders.models import ReminderRule

_CLOCK: Final = re.compile(r"|([01]\d|2[0-3]):[0-5]\d")
_SUBJECT: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
_LAID_OUT: Final = "laid out again from the rule and the plan"


def _check(rule: ReminderRule) -> None:
    """Refuse a rule that could not be laid out."""
    if not _SUBJECT.fullmatch(rule.subject) or len(rule.subject) > 60:
        raise Wrong("“subject” is no name of a block")
    if not _CLOCK.fullmatch(rule.at):
        raise Wrong("“at” is no time such as 19:30")
    if "".join(sorted(set(rule.weekdays) & set("0123456"))) != rule.weekdays:
        raise Wrong("“weekdays” is not made of the digits 0 to 6 in their order")


@shares.register
class RemindersShare(Share):
    """Yes and no; when each is due next follows."""

    slug = "reminders"
    label = "Reminders"
    rank = 1
    tables = (
        Table(
            file="reminders.jsonl",
            model=ReminderRule,
            same=lambda row: row.get("subject"),
            without={
                "next_due_at": _LAID_OUT,
                "next_day": _LAID_OUT,
                "last_due_at": "what this portal sent says nothing of another",
                "last_day": "what this portal sent says nothing of another",
            },
            check=_check,
            replaces=True,
        ),
    )

    def settle(self, learner: User, intake: Intake) -> None:
        """Leave word that the plan is another one: the next tick lays the rules out."""
        plan_changed(learner)
