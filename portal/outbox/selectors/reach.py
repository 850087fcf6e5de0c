"""By which channels people are reached now, for many at once."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import Exists, F, OuterRef

from portal.outbox.addresses import MAIL, Address
from portal.outbox.channels import channels


def reached_by_mail(user_ids: Iterable[int]) -> set[int]:
    """Return those whose address is proved and who did not switch mail off; one statement."""
    off = Address.objects.filter(user=OuterRef("user_id"), channel=MAIL, on=False)
    proved = EmailAddress.objects.filter(
        ~Exists(off), user_id__in=list(user_ids), verified=True, email=F("user__email"), user__is_active=True
    )
    return set(proved.values_list("user_id", flat=True))


def channels_of(user_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the slugs of the channels by which each user is reached and wants messages now, in order.

    Each user has an entry, an empty one perhaps. Two statements, however many there are.
    """
    ids = list(user_ids)
    found: dict[int, set[str]] = {user_id: set() for user_id in ids}
    for user_id in reached_by_mail(ids):
        found[user_id].add(MAIL)
    offered = [channel.slug for channel in channels if getattr(channel, "offered", True)]
    wanted = Address.objects.filter(user_id__in=ids, channel__in=offered, on=True, user__is_active=True)
    for user_id, slug in wanted.exclude(channel=MAIL).values_list("user_id", "channel"):
        found[user_id].add(slug)
    return {user_id: sorted(slugs) for user_id, slugs in found.items()}
