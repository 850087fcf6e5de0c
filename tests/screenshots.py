"""``make screenshots``: the pages of the real plan, served by gunicorn, as a learner on her way sees them."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from scripts import tools
from scripts.common import ROOT
from tests.faults.portal import Portal

FOLDER = ROOT / "docs" / "screenshots"
PAGES = {
    "today": "/today/",
    "path": "/path/",
    "track": "/path/sql/",
    "lesson": "/path/sql/window-functions/",
    "outline": "/path/sql/joins/",
    "quiz": "/quiz/sql-window-functions/",
    "review": "/review/",
    "search": "/search/?q=windw",
    "concept": "/concepts/sql.window.frame/",
}
WHOLE = {"today", "path", "track", "review"}
VIEWS = {"1280-light": (1280, "light"), "1280-dark": (1280, "dark"), "390-light": (390, "light")}
ON_HER_WAY = """
from datetime import timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo
from django.utils import timezone
from portal.accounts.models import Profile, User
from portal.content.models import ChecklistItem, Lesson
from portal.ops import demo
from portal.progress import services
learner, now = User.objects.get(), timezone.now()
User.objects.update(name="Mira Okafor")
Profile.objects.create(user=learner, zone="Europe/Lisbon", zone_confirmed=True)
demo.live(learner, ZoneInfo("Europe/Lisbon"), first=(now - timedelta(weeks=9)).date(), dice=Random(11), now=now)
window = Lesson.objects.select_related("version").get(uid="sql/window-functions")
for item in ChecklistItem.objects.filter(lesson=window).select_related("lesson").order_by("position")[:2]:
    services.set_tick(learner, item, done=True, at=now, request_id=uuid4())
heading = next(h for h in window.version.page["headings"] if h["title"].startswith("How"))
services.note_place(learner, window, anchor=heading["anchor"], at=now)
"""


def main() -> int:
    """Start a portal, take the pictures, stop it."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as var, sync_playwright() as playwright:
        portal = Portal(Path(var))
        portal.prepare(ROOT / "curriculum")
        portal.manage("shell", "-v0", "-c", ON_HER_WAY)
        portal.start()
        arguments = ["--no-sandbox"] if os.getuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=arguments)
        address = f"http://localhost:{portal.port}"
        try:
            for view, (width, scheme) in VIEWS.items():
                size = {"width": width, "height": 900}
                context = browser.new_context(base_url=address, viewport=size, color_scheme=scheme)
                context.add_cookies([{"name": "session", "value": portal.session, "url": address}])
                page = context.new_page()
                for name, path in PAGES.items():
                    page.goto(path)
                    page.screenshot(path=FOLDER / f"{name}-{view}.png", full_page=name in WHOLE)
                context.close()
        finally:
            browser.close()
            portal.kill()
    sys.stdout.write(f"{len(PAGES) * len(VIEWS)} pictures in {FOLDER.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
