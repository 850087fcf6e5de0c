"""R1, R2 and R8, with real processes: every letter arrives, and twice only if a process died while it was on its way.

Processes, Redis and the database are killed at random moments, but always while letters are under way: the next blow falls
after some more have arrived. The log of the mail server is the truth. Letters are slow to be answered, so that a blow mostly
falls between the server's keeping a letter and our writing that down.
"""

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest

from tests.faults.office import Office, office, power_cut
from tests.faults.smtp import TAKE, Act
from tests.figures import LONG, note

LETTERS, BLOWS, JUMPS = (400, 24, 4) if LONG else (40, 3, 1)
LATER = Act("451 4.3.0 Try again later")
FORMS = [
    pytest.param(False, id="S", marks=pytest.mark.once),
    pytest.param(True, id="P", marks=[pytest.mark.postgres, pytest.mark.redis]),
]
ROWS = "SELECT message_id, state, uncertain FROM outbox_delivery"


def one_in_twenty_later(recipient: str, nth: int) -> Act:
    """Refuse 5 % of all letters once."""
    return LATER if nth == 1 and Random(recipient).random() < 0.05 else TAKE


class Storm:
    """Blows at an office, in an order that the seed decides; each kind comes before any comes again."""

    def __init__(self, place: Office, seed: int) -> None:
        self.place, self.dice = place, Random(seed)
        self.struck: list[str] = []
        self.blows = [self.worker]
        if place.broker:
            self.blows += [self.database_killed, self.redis]
        if LONG:
            self.blows += [self.worker, self.web]
        if LONG and place.broker:
            self.blows += [self.beat, self.database_stopped]

    def blow(self, count: int) -> None:
        """Strike ``count`` times, each time after a few more letters have arrived."""
        order: list[Callable[[], None]] = []
        for _ in range(count):
            order = order or self.dice.sample(self.blows, len(self.blows))
            self.place.more_letters(self.dice.randint(1, 6))
            time.sleep(self.dice.uniform(0, 0.05))
            strike = order.pop()
            strike()
            self.struck.append(strike.__name__)

    def worker(self) -> None:
        self._replace(self.dice.choice([name for name in self.place.staff if name.startswith("worker")]))

    def beat(self) -> None:
        self._replace(self.dice.choice([name for name in self.place.staff if name.startswith("beat")]))

    def web(self) -> None:
        self._replace("web")

    def _replace(self, name: str) -> None:
        self.place.strike(name)
        self.place.hire(name)

    def database_killed(self) -> None:
        assert self.place.database is not None
        self.place.kills += 1
        power_cut(self.place.database)

    def database_stopped(self) -> None:
        assert self.place.database is not None
        self.place.kills += 1
        self.place.database.stop()
        self.place.database.start()

    def redis(self) -> None:
        """Empty Redis, which forgets every message, then stop it and start it anew."""
        assert self.place.broker is not None
        port = self.place.broker.url.rpartition(":")[2]
        subprocess.run(["redis-cli", "-p", port, "FLUSHALL"], check=True, capture_output=True)
        self.place.broker.stop()
        self.place.broker.start()


@pytest.fixture(scope="module", params=FORMS)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office at work: on S in the short form as on a laptop, with one worker that is its own beat."""
    with office(tmp_path_factory.mktemp("office"), large=request.param) as place:
        place.sink.pause = 0.05
        place.remind(LETTERS, within=LETTERS / 15)
        beats = ["beat-1", "beat-2"][: place.large * (1 + LONG)]
        place.hire("worker-1", *["worker-2"] * (place.large or LONG), *beats, *["web"] * LONG)
        yield place


def test_r1_r2_every_reminder_arrives_and_none_twice_but_by_a_kill(place: Office) -> None:
    place.sink.script = one_in_twenty_later
    storm = Storm(place, seed=5)
    storm.blow(BLOWS)
    place.settle()
    rows, arrived = place.rows(ROWS), place.sink.kept()
    lost = [row for row in rows if row[1] != "sent" or not arrived[row[0]]]
    unexplained = [row for row in rows if arrived[row[0]] - 1 > row[2]]
    uncertain = sum(row[2] for row in rows)
    blows = ", ".join(f"{count} {name}" for name, count in sorted(Counter(storm.struck).items()))
    note(
        "R1", place.form, f"{BLOWS} blows ({blows}), 5 % 451", **{"lost / due": f"{len(lost)} / {len(rows)}"}
    )
    note(
        "R2",
        place.form,
        "the same run",
        twice=place.sink.doubles(),
        kills=place.kills,
        counted_as_uncertain=uncertain,
        twice_without_being_counted=len(unexplained),
    )
    assert len(rows) == LETTERS
    assert lost == []
    assert unexplained == []
    assert place.sink.doubles() <= place.kills
    assert uncertain <= place.kills


def test_r8_a_clock_that_jumps_while_reminders_leave_loses_none_and_sends_none_twice(place: Office) -> None:
    place.sink.script = lambda recipient, nth: TAKE
    place.until(lambda: len(place.rows(ROWS)) >= LETTERS)  # those that were due from the beginning
    before, doubles = len(place.rows(ROWS)), place.sink.doubles()
    more = min(LETTERS, 150)
    place.remind(more, within=more / 15)
    place.until(lambda: len(place.rows(ROWS)) > before)
    for _ in range(JUMPS):
        for hours in (2, -2, -2, 2):
            place.jump(hours * 3600)
            time.sleep(
                1.5
            )  # long enough for everybody to come round; what is found afterwards does not depend on it
    place.settle()
    rows, arrived = place.rows(ROWS), place.sink.kept()
    lost = [row for row in rows if row[1] != "sent" or not arrived[row[0]]]
    twice = place.sink.doubles() - doubles
    done = f"{4 * JUMPS} jumps of 2 hours, ahead and back, while reminders leave"
    note("R8", place.form, done, due=len(rows) - before, lost=len(lost), twice=twice)
    assert len(rows) == before + more
    assert (lost, twice) == ([], 0)
