"""``make up`` as a whole, from the first page to Ctrl-C."""

import os
import re
import signal
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scripts.servers import free_port
from tests.ops.process import PATIENCE, Watched, children, gone, python, watched

pytestmark = pytest.mark.once

INSTALLED = "import sys; from scripts import up; up.install = lambda lock: None; sys.exit(up.up())"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[tuple[Watched, str]]:
    """Run the portal on a free port without installing anything; yield it and its address."""
    names = {"VAR_DIR": str(tmp_path), "PORT": str(free_port()), "ENV_FILE": os.devnull}
    with watched(python("-c", INSTALLED), {"PATH": os.environ["PATH"], **names}) as process:
        yield process, f"http://localhost:{names['PORT']}"


def status(address: str) -> int:
    """Return the status of a page; whoever comes while nobody is there waits."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        code: int = answer.status
        return code


def test_it_serves_in_its_memory_survives_a_kill_and_stops(portal: tuple[Watched, str]) -> None:
    process, address = portal
    link = re.escape(address) + r"/\S+"
    assert re.fullmatch(link, process.wait_for("/setup/", within=300))
    process.wait_for(f"The portal is at {address}")
    assert {status(address + path) for path in ["/", *assets(address)]} == {200}
    with ThreadPoolExecutor(8) as readers:
        pages = [
            f"{address}/path/",
            f"{address}/path/sql/window-functions/",
            f"{address}/search/?q=window",
        ] * 60
        assert set(readers.map(status, pages)) == {200}
    assert memory(family(process.process.pid)) < 300

    [web] = [child for child in children(process.process.pid) if "gunicorn" in command_line(child)]
    os.kill(web, signal.SIGKILL)
    process.wait_for("web has stopped (signal 9)")
    assert status(f"{address}/path/") == 200

    everything = family(process.process.pid)
    assert len(everything) >= 4
    assert process.end(signal.SIGINT, within=PATIENCE) == 0
    assert gone(*everything)


def family(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    found = children(pid)
    return [*found, *(grandchild for child in found for grandchild in children(child))]


def memory(pids: list[int]) -> float:
    """Return the memory of processes together in megabytes; what several share counts once."""
    told = "".join(Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
    return sum(map(int, re.findall(r"^Pss:\s+(\d+) kB$", told, re.MULTILINE))) / 1024


def assets(address: str) -> list[str]:
    """Return the style sheets and scripts of the first page."""
    with urllib.request.urlopen(f"{address}/", timeout=PATIENCE) as answer:
        found = re.findall(r'"(/static/[^"]+\.(?:css|js))"', answer.read().decode())
    assert len(found) > 3
    return found


def command_line(pid: int) -> str:
    """Return how a process was called; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
