"""A learner's own links: titles and addresses, never fetched."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.errors import Refused
from portal.notes.models import OwnLink
from portal.notes.rules import wrong_address

MOST = 50
"""Links beside one lesson."""


def add_link(learner: User, lesson: Lesson, *, title: str, url: str, now: datetime) -> OwnLink:
    """Put a link beside ``lesson``, once for each address; one that was removed comes back. Raises ``Refused``."""
    title, url = _checked(title, url)
    beside = OwnLink.objects.filter(user=learner, lesson=lesson)
    if beside.filter(retired_at=None).exclude(url=url).count() >= MOST:
        raise Refused(f"There are {MOST} links beside this lesson. Remove one to add another.")
    link, _ = beside.update_or_create(
        url=url,
        defaults={"title": title, "retired_at": None},
        create_defaults={"user": learner, "lesson": lesson, "title": title, "created_at": now},
    )
    return link


def change_link(learner: User, link: OwnLink, *, title: str, url: str) -> bool:
    """Change title and address; return whether that changed anything. Raises ``Refused``."""
    title, url = _checked(title, url)
    mine = OwnLink.objects.filter(user=learner, pk=link.pk, retired_at=None)
    try:
        with transaction.atomic():
            return mine.exclude(title=title, url=url).update(title=title, url=url) > 0
    except IntegrityError as error:
        raise Refused("This address is beside the lesson already, or was until it was removed.") from error


def set_link_done(learner: User, link: OwnLink, *, done: bool, now: datetime) -> bool:
    """Tick ``link`` or take that back; return whether that changed anything. The first time stays."""
    mine = OwnLink.objects.filter(user=learner, pk=link.pk, retired_at=None, done_at__isnull=done)
    return mine.update(done_at=now if done else None) > 0


def set_link_binned(learner: User, link: OwnLink, *, binned: bool, now: datetime) -> bool:
    """Remove ``link``, or take that back, its tick included; return whether that changed anything."""
    mine = OwnLink.objects.filter(user=learner, pk=link.pk, retired_at__isnull=binned)
    return mine.update(retired_at=now if binned else None) > 0


def _checked(title: str, url: str) -> tuple[str, str]:
    """Return both without what stands around them; the address is the title when there is none."""
    title, url = " ".join(title.replace("\0", "").split()), url.strip()
    if sentence := wrong_address(url):
        raise Refused(sentence)
    if len(title) > 160:
        raise Refused(f"The title has {len(title)} characters; 160 can be kept.")
    return title or url.removeprefix("https://")[:160], url
