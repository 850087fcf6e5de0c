"""A portal to measure: a database of its own, the real curriculum, static files collected, one learner."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from portal.content.models import Lesson
from portal.content.sync import sync
from tests.factories import make_learner

LESSON = "sql/window-functions"
HASHED = "portal.core.static.HashedFiles"


@dataclass(frozen=True)
class World:
    """What there is to measure; ``tick`` takes the ticks of the lesson, ``item`` is one of them."""

    database: str
    handler: Callable[..., Any]
    cookies: dict[str, str]
    lesson: Lesson
    tick: str
    item: str


@contextmanager
def world() -> Iterator[World]:
    """Build the portal, give it out, and take it down."""
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    with override_settings(
        STORAGES=storages, ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["localhost", "testserver"]
    ):
        connection.creation.create_test_db(verbosity=0)
        try:
            call_command("collectstatic", verbosity=0, interactive=False)
            sync(settings.CURRICULUM_DIR, now=timezone.now())
            yield _world()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def _world() -> World:
    """Sign a learner in and open the lesson once, so that the session has its token."""
    lesson = Lesson.objects.select_related("version").get(uid=LESSON)
    client = Client()
    client.force_login(make_learner(name="Mira Okafor"))
    client.get(lesson.get_absolute_url())
    return World(
        database=connection.display_name,
        handler=WSGIHandler(),
        cookies={name: morsel.value for name, morsel in client.cookies.items()},
        lesson=lesson,
        tick=reverse("progress:tick", args=[lesson.uid]),
        item=lesson.items.order_by("position")[0].key,
    )
