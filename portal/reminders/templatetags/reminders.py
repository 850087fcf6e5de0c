"""The proposal, for pages of apps below, which know nothing of reminders."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.accounts.models import User
from portal.core.drawn import draw
from portal.reminders.selectors.page import offer_for
from portal.routine.rules.plan import Routine

register = template.Library()


@register.simple_tag
def reminder_offer(learner: User, routine: Routine) -> SafeString:
    """Draw what is proposed to somebody who was not asked yet; nothing for everybody else: one statement."""
    offer = offer_for(learner, routine)
    return draw("reminders/_offer.html", offer=offer).fill() if offer else mark_safe("")
