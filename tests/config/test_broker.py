"""Messages in files: they come whole, in order, and what is none stops nobody."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from kombu import Connection, Exchange, Producer, Queue

from portal.config import celery_app

pytestmark = pytest.mark.once
MANY, LARGE = 5, 10_000_000
# A queue each: kombu remembers for the whole process what is bound, whatever the folder.
WORK, LEFT = Queue("work", Exchange("work"), "work"), Queue("left", Exchange("left"), "left")


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Connection]:
    """A broker of files, by the address the settings have."""
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(tmp_path))
    assert celery_app.main == "portal"  # which names the transport
    with Connection("filesystem://localhost/", transport_options=folders) as line:
        yield line


def test_a_message_is_never_seen_before_it_is_whole(line: Connection, tmp_path: Path) -> None:
    channel = line.channel()
    WORK(channel).declare()

    def write() -> None:
        for number in range(MANY):
            Producer(channel).publish(
                {"number": number, "text": "x" * LARGE}, WORK.routing_key, exchange=WORK.exchange
            )

    writer = Thread(target=write)
    writer.start()
    seen, torn = set(), []
    while writer.is_alive():
        for file in set(tmp_path.glob("*.work.msg")) - seen:
            seen.add(file)
            if not file.read_text().endswith("}"):
                torn.append(file.name)
    writer.join()
    assert len(list(tmp_path.glob("*.work.msg"))) == MANY
    assert torn == []


def test_what_a_killed_writer_left_is_passed_over(line: Connection, tmp_path: Path) -> None:
    channel = line.channel()
    LEFT(channel).declare()
    for name, text in (("0_a.left.msg", ""), ("0_b.left.msg", '{"body": "'), ("0_c.left.msg.part", "{")):
        (tmp_path / name).write_text(text)
    for number in range(3):
        Producer(channel).publish({"number": number}, LEFT.routing_key, exchange=LEFT.exchange)
    read = [channel.basic_get("left", no_ack=True) for _ in range(4)]
    assert [message and message.payload["number"] for message in read] == [0, 1, 2, None]
