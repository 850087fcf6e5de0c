"""Static files as a server serves them: under names made of their content."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

HASHED = "portal.core.static.HashedFiles"
IMPORT = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")
ADDRESS = re.compile(r"""url\(["']?([^"')#:]+)["')#]""")


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    call_command("collectstatic", verbosity=0, interactive=False)
    return tmp_path


def test_whatever_a_script_imports_or_a_sheet_names_is_there(collected: Path) -> None:
    named = 0
    for file in [*collected.glob("js/*.js"), *collected.glob("css/*.css")]:
        for name in (IMPORT if file.suffix == ".js" else ADDRESS).findall(file.read_text()):
            assert (file.parent / name).is_file(), f"{file.name} names {name}"
            assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), f"{file.name} names {name}, which may grow old"
            named += 1
    assert named > 3
