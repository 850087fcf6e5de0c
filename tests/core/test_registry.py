"""A registry holds every plug-in of its package, once."""

import sys
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from types import ModuleType

import pytest

from portal.core.registry import Registry

pytestmark = pytest.mark.once

PLUGIN = """
from plugs{number} import plugs

@plugs.register
class Plug:
    slug = {slug!r}
    label = "A plug-in"
"""


def _package(folder: Path, number: int, *slugs: str) -> Registry:
    """Write a package of plug-ins, one of them a level deeper, and return its registry."""
    name = f"plugs{number}"
    deeper = folder / name / "deeper"
    deeper.mkdir(parents=True)
    (deeper / "__init__.py").touch()
    (folder / name / "__init__.py").write_text(
        "from portal.core.registry import Registry\nplugs = Registry(__name__)\n"
    )
    for at, slug in enumerate(slugs):
        place = deeper if at == 0 else folder / name
        (place / f"plug_{at}.py").write_text(PLUGIN.format(number=number, slug=slug))
    return __import__(name).plugs


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


def test_every_module_is_found_at_any_depth_in_the_order_of_the_slugs(folder: Path) -> None:
    plugs = _package(folder, 1, "zebra", "ant")
    assert [plug.slug for plug in plugs] == ["ant", "zebra"]
    assert plugs["ant"].label == "A plug-in"
    assert "zebra" in plugs
    assert "yak" not in plugs
    assert len(plugs) == 2


def test_an_unknown_slug_is_a_key_error(folder: Path) -> None:
    with pytest.raises(KeyError):
        _package(folder, 2, "ant")["yak"]


def test_a_slug_is_taken_once(folder: Path) -> None:
    with pytest.raises(ValueError, match="'ant' is taken"):
        list(_package(folder, 3, "ant", "ant"))


def test_a_class_from_elsewhere_is_refused(folder: Path) -> None:
    class Stranger:
        slug = "stranger"
        label = "Stranger"

    with pytest.raises(ValueError, match="is not in"):
        _package(folder, 4, "ant").register(Stranger)


SLOW = """
from tests_gate import entered, go

entered.set()
go.wait(10)
"""


def test_nobody_sees_half_of_a_registry_that_another_thread_is_filling(folder: Path) -> None:
    plugs = _package(folder, 5, "zebra", "ant")
    gate = ModuleType("tests_gate")
    gate.entered, gate.go = Event(), Event()  # type: ignore[attr-defined]
    sys.modules["tests_gate"] = gate
    (folder / "plugs5" / "a_slow_one.py").write_text(SLOW)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(len, plugs)
        assert gate.entered.wait(10)
        second = pool.submit(len, plugs)
        wait([second], timeout=0.3)
        gate.go.set()
        assert (first.result(), second.result()) == (2, 2)
