"""What all tests share: which of them can run here, and the browser."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as hypothesis
from playwright.sync_api import BrowserContext, expect

from scripts import tools

SLOWEST = 60_000.0
"""Milliseconds a browser may take for what a test waits for: no test may hang on how busy the machine is."""
expect.set_options(timeout=SLOWEST)
# A busy machine is no fault of the code; and a run says the same of the same code. EXPLORE=1 looks for new cases.
hypothesis.register_profile("portal", deadline=None, derandomize="EXPLORE" not in os.environ)
hypothesis.load_profile("portal")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the test


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what needs a server or a browser that is not here; keep the lessons of ``LANE`` if it is set."""
    lacking = {name: reason for name, reason in _needs().items() if reason}
    for item in items:
        for name, reason in lacking.items():
            if name in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))
    if lane := os.environ.get("LANE"):
        gone = [item for item in items if _lane(item) not in (None, "none", lane)]
        items[:] = [item for item in items if item not in gone]
        config.hook.pytest_deselected(items=gone)


def _needs() -> dict[str, str]:
    """Return what each marker lacks here; an empty text is nothing."""
    postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    return {
        "postgres": "" if postgres else "DATABASE_URL names no PostgreSQL; make test starts one",
        "redis": "" if settings.REDIS_URL else "REDIS_URL names no Redis; make test starts one",
        "browser": "" if tools.chromium() else "apt install chromium",
    }


def _lane(item: pytest.Item) -> str | None:
    """Return the lane of the lesson a test is about; ``None`` when it is about none."""
    parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    matter = getattr(parameters.get("lesson"), "matter", None)
    return None if matter is None else str(matter["lane"])


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Empty a Redis after each test; the cache in the database goes with the test's transaction."""
    yield
    if settings.REDIS_URL:
        cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium; root has to go without its sandbox."""
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": tools.chromium(), "args": arguments}


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Give the browser time, also where a test opens no pages of its own."""
    context.set_default_timeout(SLOWEST)
    return context


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return the script that looks for barriers in a page."""
    if not tools.AXE.is_file():
        pytest.skip("npm ci")
    return tools.AXE.read_text(encoding="utf-8")
