"""What happens to attempts whose page is closed: looking at a page must not write."""

from celery import shared_task
from django.utils import timezone

from portal.taking import services


@shared_task
def hear_of_practice() -> None:
    """Find whose answers the recall queue has not heard of, and hand each learner on."""
    for learner in services.unheard():
        catch_up.delay(learner)


@shared_task(acks_late=True)
def catch_up(learner_id: int) -> None:
    """Take in what one learner answered in practice."""
    services.catch_up(learner_id, now=timezone.now())


@shared_task
def hand_in_exams() -> None:
    """Find the exams whose time ran out and nobody handed in, and hand each on."""
    for attempt in services.out_of_time(now=timezone.now()):
        hand_in.delay(attempt)


@shared_task(acks_late=True)
def hand_in(attempt_id: int) -> None:
    """End one exam whose time ran out."""
    services.hand_in(attempt_id, now=timezone.now())
