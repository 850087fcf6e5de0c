"""Making the cards say what the log says, and the lessons what the cards say."""

from django.db import transaction

from portal.accounts.models import User
from portal.review.models import Card
from portal.review.selectors.lessons import fading_differences
from portal.review.selectors.log import Difference, differences
from portal.review.selectors.terms import terms_of
from portal.review.services.lessons import settle_fading


@transaction.atomic
def rebuild(learner: User) -> list[Difference]:
    """Write into the learner's cards what the fold of their log gives, and what follows; return what was wrong."""
    terms_of(learner, lock=True)
    wrong = list(differences(learner))
    for difference in wrong:
        Card.objects.of(learner).filter(ref=difference.ref).update(**{difference.column: difference.expected})
    wrong += fading_differences(learner)
    settle_fading(learner)
    return wrong
