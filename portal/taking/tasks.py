"""Telling the recall queue of answers in practice that goes on: looking at review must not write."""

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
