"""G1 and G2: an acknowledged tick is durable, and what is shown equals the log.

Web and database are killed in the middle of a stream of ticks. Each learner's browser does what a careful client does: it
sends a tick again, under the same id, until it is acknowledged.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest

from scripts import servers, tools
from tests.content.compile.trees import make_tree
from tests.faults.office import power_cut
from tests.faults.portal import PATIENCE, Portal

KILLS = int(os.environ.get("KILLS", "3"))
LOGGED = """
from portal.progress.models import ItemTick, ProgressEvent
print(*ProgressEvent.objects.values_list("client_uuid", flat=True))
print(*ItemTick.objects.values_list("item__key", flat=True))
"""


@dataclass
class Storm:
    """Three streams of ticks, one an item; ``acknowledged`` is what the portal said yes to, ``standing`` its last word."""

    portal: Portal
    acknowledged: list[UUID] = field(default_factory=list)
    standing: dict[str, bool] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def blow(self, strike: Callable[[], None], seed: int) -> None:
        """Run the streams; call ``strike`` at random moments."""
        dice = random.Random(seed)
        self.portal.start()
        streams = [threading.Thread(target=self._stream, args=(key,)) for key in ("first", "second", "third")]
        for stream in streams:
            stream.start()
        try:
            for _ in range(KILLS):
                self._more()
                time.sleep(dice.uniform(0.0, 0.5))
                strike()
            self._more()
        finally:
            self.over.set()
            for stream in streams:
                stream.join()

    def _more(self) -> None:
        """Wait until some more ticks are acknowledged, however slow the machine is."""
        enough, end = len(self.acknowledged) + 5, time.monotonic() + PATIENCE
        while len(self.acknowledged) < enough:
            assert time.monotonic() < end, "the portal takes no ticks"
            time.sleep(0.02)

    def _stream(self, key: str) -> None:
        done = True
        while not self.over.is_set():
            request, end = uuid4(), time.monotonic() + PATIENCE
            while not self.portal.tick("sql/joins", key, request, done=done):
                assert time.monotonic() < end, "the portal did not come back"
                time.sleep(0.02)
            self.acknowledged.append(request)
            self.standing[key] = done
            done = not done

    def verdict(self) -> tuple[set[str], set[str]]:
        """Return the acknowledged ticks the log has lost, and the items whose tick is not the last one acknowledged."""
        logged, ticked = self.portal.manage("shell", "-v0", "-c", LOGGED).stdout.split("\n")[:2]
        lost = {str(request) for request in self.acknowledged} - set(logged.split())
        wrong = {key for key, done in self.standing.items() if (key in ticked.split()) != done}
        return lost, wrong


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    portal.prepare(make_tree(tmp_path / "curriculum"))
    yield portal
    portal.kill()


def test_no_acknowledged_tick_is_lost_when_web_is_killed(laptop: Portal) -> None:
    def strike() -> None:
        laptop.kill()
        laptop.start()

    storm = Storm(laptop)
    storm.blow(strike, seed=1)
    assert len(storm.acknowledged) > 20
    assert storm.verdict() == (set(), set())
    assert laptop.manage("verify_progress").stdout.strip() == "0 differences"


@pytest.mark.postgres
def test_no_acknowledged_tick_is_lost_when_the_database_is_killed(tmp_path: Path) -> None:
    programs = tools.find().postgres
    assert programs is not None
    # pytest's own folders are closed to the user PostgreSQL runs as.
    with TemporaryDirectory() as folder, servers.postgres(programs, Path(folder)) as database:
        portal = Portal(tmp_path, database.url)
        portal.prepare(make_tree(tmp_path / "curriculum"))
        storm = Storm(portal)
        try:
            storm.blow(lambda: power_cut(database), seed=2)
        finally:
            portal.kill()
        assert len(storm.acknowledged) > 20
        assert storm.verdict() == (set(), set())
        assert portal.manage("verify_progress").stdout.strip() == "0 differences"
