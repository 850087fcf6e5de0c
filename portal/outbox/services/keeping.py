"""Every write on where learners are reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.outbox.addresses import MAIL, Address
from portal.outbox.channels import channels
from portal.outbox.channels.addressed import Addressed


@transaction.atomic
def add(user: User, slug: str, target: str, config: Mapping[str, Any], *, now: datetime) -> Address:
    """Keep an address that its channel has read, switched on. One that is there already is renewed.

    A browser that was somebody else's, with the same keys, is theirs no more. Raises ``Refused`` when there are
    enough, and ``KeyError`` for a channel that takes no addresses.
    """
    channel = _addressed(slug)
    User.objects.select_for_update().get(pk=user.pk)
    mine = Address.objects.of(user).filter(channel=slug)
    if not mine.filter(target=target).exists() and mine.count() >= channel.most:
        raise Refused(f"{channel.label} has {channel.most} already. Remove one first.")
    if channel.moves:
        Address.objects.filter(channel=slug, target=target).exclude(user=user).filter(
            **{f"config__{name}": config[name] for name in channel.moves}
        ).delete()
    fields = {"config": dict(config), "on": True, "problem": ""}
    made = {**fields, "created_at": now}
    row, _ = Address.objects.update_or_create(
        user=user, channel=slug, target=target, defaults=fields, create_defaults=made
    )
    return row


def remove(user: User, pk: int) -> bool:
    """Forget an address; return whether it was there and the user's own."""
    gone, _ = Address.objects.of(user).filter(pk=pk).exclude(channel=MAIL).delete()
    return gone > 0


@transaction.atomic
def switch(user: User, channel: str, *, on: bool, now: datetime) -> bool:
    """Say whether messages by ``channel`` are wanted; return whether there is anything to switch.

    Mail can be switched off and on whatever the address; this is also what a link that stops mails does.
    """
    if channel == MAIL:
        Address.objects.update_or_create(
            user=user,
            channel=MAIL,
            target="",
            defaults={"on": on, "problem": ""},
            create_defaults={"on": on, "created_at": now},
        )
        return True
    return Address.objects.of(user).filter(channel=channel).update(on=on, problem="") > 0


def _addressed(slug: str) -> Addressed:
    channel = channels[slug]
    if not isinstance(channel, Addressed):
        raise KeyError(slug)
    return channel
