"""What learners write becomes harmless HTML in time, or is refused with a reason (promises C4 and X1)."""

import os
import re
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from portal.content.compile.render.limits import MOST_HTML
from portal.content.prose import Prose, child, pool, prose_of
from portal.content.prose.narrow import narrow
from portal.content.prose.pool import BUSY
from portal.core import workers
from portal.core.workers import Workers
from tests.content.compile.test_hostile import CODE, ENDLESS, TEXTS, Reader

pytestmark = pytest.mark.once
SIZE = 20 * 1024
HOSTILE = {**ENDLESS, **{f"{name} code": f"```{name}\n{code}\n```\n" for name, code in CODE.items()}}
TAGS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "link",
    "base",
    "meta",
    "img",
    "svg",
    "button",
}


@pytest.fixture(autouse=True)
def _own_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test renderers of its own, so that none of them meets what another left."""
    own = Workers("portal.content.prose.child")
    monkeypatch.setattr(pool, "renderers", own)
    yield
    own.close()


def check_narrow(html: str) -> None:
    """Check that ``html`` holds text, lists, tables, code and links, and nothing that acts or loads."""
    reader = Reader()
    reader.feed(html)
    for tag, attributes in reader.seen:
        assert tag not in TAGS | {"h1", "h2"}
        for name, value in attributes.items():
            assert name in (
                "href",
                "class",
                "id",
                "rel",
                "start",
                "scope",
                "role",
                "tabindex",
            ) or name.startswith("aria-")
            if name == "href":
                assert re.match(r"https://|#m9-fn", value or ""), value
            if name == "id":
                assert re.fullmatch(r"m9-fn(ref\d*)?-\d+", value or ""), value
        if tag == "a" and attributes.get("href"):
            assert attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_without_end_is_answered_in_two_seconds_of_processor_time(text: str) -> None:
    before = sum(os.times()[:4])
    prose = prose_of(text[:SIZE])
    pool.renderers.close()  # only a process that has ended counts for ours
    assert sum(os.times()[:4]) - before < 2 + 2, "two for the text, two for starting the process"
    assert prose.html or prose.fault or not text.strip() or "[a]: b" in text
    check_narrow(prose.html)


def test_a_text_that_never_ends_is_refused_and_the_next_one_is_rendered() -> None:
    slow = f"```perl\n{CODE['perl']}\n```\n"[:SIZE]
    assert prose_of(slow).html == ""
    assert "to render" in prose_of(slow).fault
    assert prose_of("*a*").html == "<p><em>a</em></p>"


def test_the_renderer_counts_its_own_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.2)
    prose = child.rendered(f"```perl\n{CODE['perl']}\n```\n"[:SIZE])
    assert prose == Prose("", "takes more than 0.2 seconds to render. Allowed: simpler or shorter Markdown.")


def test_a_renderer_that_does_not_answer_is_killed_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prose_of("a").html == "<p>a</p>"
    monkeypatch.setattr(workers, "ANSWER_SECONDS", 0.0)
    assert "takes too long" in prose_of(f"```perl\n{CODE['perl']}\n```\n"[:SIZE]).fault
    monkeypatch.undo()
    assert prose_of("b").html == "<p>b</p>"


def test_a_renderer_that_does_not_start_is_no_fault_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ROOT", "/")
    assert prose_of("a") == BUSY
    monkeypatch.undo()
    assert prose_of("b").html == "<p>b</p>"


def test_a_renderer_that_was_killed_is_replaced() -> None:
    prose_of("a")
    renderer = pool.renderers.places.queue[-1]
    assert renderer is not None
    renderer.process.kill()
    renderer.process.wait()
    assert prose_of("b").html == "<p>b</p>"


def test_with_every_renderer_at_work_the_next_text_is_told_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "WAIT_SECONDS", 0.01)
    taken = [pool.renderers.places.get() for _ in range(workers.SIZE)]
    assert prose_of("a") == BUSY
    for one in taken:
        pool.renderers.places.put(one)
    assert prose_of("a").html == "<p>a</p>"


def test_a_slow_text_does_not_hold_the_threads_of_the_web_process() -> None:
    prose_of("warm")
    slow = threading.Thread(target=prose_of, args=(f"```perl\n{CODE['perl']}\n```\n"[:SIZE],))
    slow.start()
    turns = 0
    while slow.is_alive():
        time.sleep(0.001)
        turns += 1
    assert turns > 20, "a regular expression in our own process would have let no other thread run"


def test_many_threads_get_their_own_answers() -> None:
    answers: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda n=n: answers.update({n: prose_of(f"number {n}").html}))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: f"<p>number {n}</p>" for n in range(8)}


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_process_has_renderers_of_its_own() -> None:
    prose_of("warm")
    child = os.fork()
    if child == 0:
        os._exit(0 if prose_of("*a*").html == "<p><em>a</em></p>" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert prose_of("*b*").html == "<p><em>b</em></p>"


def test_little_markdown_does_not_become_a_gigantic_page() -> None:
    prose = narrow(f"[a]: https://example.org/{'x' * 9000}\n\n" + "[a] " * 2500)
    assert prose.html == ""
    assert "much longer than its text" in prose.fault
    assert MOST_HTML > 90 * SIZE


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Frames", "<h3>Frames</h3>"),
        ("[a](javascript:alert(1))", "<p><a>a</a></p>"),
        ("[a](data:text/html,x)", "<p><a>a</a></p>"),
        ("[a](http://example.org)", "<p><a>a</a></p>"),
        ("[a](//example.org)", "<p><a>a</a></p>"),
        ("[a](https://example.org)", '<p><a href="https://example.org" rel="noopener noreferrer">a</a></p>'),
        ("<b hx-get=/x onclick=y>", "<p>&lt;b hx-get=/x onclick=y&gt;</p>"),
        ("see ![a](https://example.org/a.png)", "<p>see </p>"),
    ],
)
def test_only_what_the_narrow_list_allows_stays(text: str, html: str) -> None:
    found = narrow(text).html.replace(' rel="noopener noreferrer">a</a></p>', ">a</a></p>")
    assert found == html.replace(' rel="noopener noreferrer"', "")


@pytest.mark.parametrize(
    ("levels", "lower"),
    [
        ("1", "3"),
        ("2", "3"),
        ("24", "34"),
        ("123456", "345666"),
        ("41", "33"),
        ("4141", "3343"),
        ("1313", "3434"),
    ],
)
def test_headings_begin_at_the_third_level_and_leave_none_out(levels: str, lower: str) -> None:
    html = narrow("\n\n".join(f"{'#' * int(level)} a" for level in levels)).html
    assert "".join(re.findall(r"<h(\d)>a</h\1>", html)) == lower


def test_a_code_block_has_no_button_and_keeps_its_colours() -> None:
    html = narrow("```sql\nselect 1\n```").html
    assert '<span class="k">select</span>' in html
    assert "Copy" not in html
    assert "button" not in html


def test_what_is_wrong_is_said_and_the_rest_is_shown() -> None:
    prose = narrow("# Title\n\n```sql\nselect 1")
    assert prose.fault.startswith("line 3, this code block is never closed")
    assert "Title" in prose.html


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_becomes_narrow_html(text: str) -> None:
    check_narrow(narrow(text).html)
