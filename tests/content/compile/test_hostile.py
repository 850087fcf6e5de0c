"""Texts that want to break out, or never to end."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.content.compile import file as compiler
from portal.content.compile.file import compile_file
from portal.content.compile.render import render, render_lines
from portal.content.compile.render.clean import clean
from tests.content.compile.rendering import PLACES, page_of
from tests.content.compile.trees import FRONT, LESSON_PATH

pytestmark = pytest.mark.once

SIZE = 20_000
ENDLESS = {
    "square brackets": "[" * SIZE,
    "greater-than signs": ">" * SIZE,
    "quotations": "> " * (SIZE // 2),
    "stars": "*" * SIZE,
    "underscores": "_" * SIZE,
    "backticks": "`" * SIZE,
    "backticks and letters": "`a" * (SIZE // 2),
    "folds": "<details>\n<summary>x</summary>\n\n" * 600,
    "pictures": "![" * (SIZE // 2),
    "links that never close": "[](" * (SIZE // 3),
    "links with text that never close": "[a](" * (SIZE // 4),
    "emphasis that never closes": "*a **b _c __d " * (SIZE // 14),
    "strikes that never close": "~~a " * (SIZE // 4),
    "a deep list": "\n".join(f"{'  ' * depth}- a" for depth in range(190)),
    "a wide list": "- a\n" * (SIZE // 4),
    "a wide table": f"{'|a' * 2000}|\n{'|-' * 2000}|\n{'|b' * 2000}|",
    "a long table": "|a|b|\n|-|-|\n" + "|1|2|\n" * (SIZE // 6),
    "footnotes": "[^1]" * (SIZE // 4) + "\n\n[^1]: x",
    "quotation marks": "[a](b '" + "' " * (SIZE // 2),
    "definitions": "[a]: b\n" * (SIZE // 7),
    "entities": "&a" * (SIZE // 2),
    "rules": "- " * (SIZE // 2) + "x",
    "spaces": " " * SIZE + "x",
    "half a megabyte of emphasis": "*a* _b_ `c` [d](#e) " * 25_000,
}
CODE = {
    "java": '"' + "\\" * SIZE,
    "perl": "s{" * (SIZE // 2),
    "sql": "(" * SIZE,
    "python": "f'{" * (SIZE // 3),
    "html": "<a " * (SIZE // 3),
    "yaml": "- " * (SIZE // 2),
    "bash": "$((" * (SIZE // 3),
}
YAML_SIGNS = [*"ab1[]{}'\"#~%?:,", "<<"]
SIGNS = [*"[]()!*_`>#|\\aé", "```", "~~~", "~~", "-|-", "[^1]", "[!NOTE]", "{#id}", "&lt;", "&#x0;"]
SPACES = ["- ", "1. ", "  ", "    ", "\n", "\n\n", "\t", "[^1]: "]
FOLDS = ["<details>\n", "<summary>x</summary>\n\n", "\n\n</details>\n"]
TAGS = ["<script>", "</script>", "<img src=x onerror=1>", "<b>"]
WORDS = ["javascript:", "https://e.org", "02-x.md", "assets/dot.svg", "sql run", "output", "\U0001f600"]
MARKERS = ["\x02h0\x03", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0001\x03", "\x02f0\x03"]
MARKS = st.sampled_from([*SIGNS, *SPACES, *FOLDS, *TAGS, *WORDS, *MARKERS])
TEXTS = st.one_of(st.text(max_size=300), st.lists(MARKS, max_size=60).map("".join))


class Reader(HTMLParser):
    """Collects the tags and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def check_harmless(html: str) -> None:
    """Check that a page made of ``html`` can neither run anything nor load anything from elsewhere."""
    assert clean(html) == html
    assert "\x02" not in html
    reader = Reader()
    reader.feed(html)
    for tag, attributes in reader.seen:
        assert tag not in (
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
        )
        for name, value in attributes.items():
            assert not name.startswith(("on", "hx-")), (tag, name)
            assert name not in ("style", "name", "srcdoc", "formaction", "xlink:href"), (tag, name)
            assert not name.startswith("data-") or (tag, name, value) == ("button", "data-copy", ""), (
                tag,
                name,
            )
            if name == "id":
                assert re.fullmatch(r"s-[\w-]+|fn(ref\d*)?-\d+|fig\d+-[\w-]+", value or ""), value
            if name in ("href", "src"):
                assert (value or "").startswith(("https://", "#", "/path/", "/content/")), (tag, value)


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_text_without_end_is_rendered_or_refused_in_time(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "SECONDS", 0.3)
    start = time.process_time()
    outcome = compile_file(LESSON_PATH, f"{FRONT}\n# Windows\n\n{text}".encode(), PLACES)
    assert time.process_time() - start < 0.3 + 0.5
    assert outcome.problems


@pytest.mark.parametrize("language", CODE)
def test_code_without_end_is_rendered_or_refused_in_time(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "SECONDS", 0.3)
    start = time.process_time()
    text = f"{FRONT}\n# Windows\n\n```{language} static\n{CODE[language]}\n```\n"
    assert compile_file(LESSON_PATH, text.encode(), PLACES).problems
    assert time.process_time() - start < 0.3 + 0.5


def test_limit_is_two_seconds() -> None:
    assert compiler.SECONDS == 2


def test_code_may_hold_what_text_may_not() -> None:
    code = f"{' ' * 200}deep\n{'#' * 300}\n" + "[\n" * 50
    page = page_of(f"```text\n{code}```\n")
    assert "deep" in render(page).html
    assert page.problems == []


def test_file_after_one_that_was_stopped_renders_as_ever() -> None:
    lesson = f"{FRONT}\n# Windows\n\n## Why it matters\n\n*a* [^1]\n\n[^1]: b\n".encode()
    before = compile_file(LESSON_PATH, lesson, PLACES)
    slow = "- a\n  - b\n\n    c\n" * 25_000  # stopped in the middle of a list
    stopped = compile_file(LESSON_PATH, f"{FRONT}\n# Windows\n\n{slow}".encode(), PLACES)
    assert "takes more than 2 seconds to render" in [problem.wrong for problem in stopped.problems]
    assert compile_file(LESSON_PATH, lesson, PLACES) == before


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("- [ ] \x02f0\x03\n\n```sql run\nx\n```")
@example("![a](assets/dot.svg)\n\n*<script>*\n\n<details>\n<summary><b></summary>\n\n</details>")
@example("> [!NOTE]\n> | a |\n> |---|\n> | [x](javascript:alert) |")
@example('[a](https://e.org"onclick=alert(1))')
@example("```\x02\n```")
@example("[]()")
@example("[a](b) [a](/b) [a](?b)")
def test_any_text_becomes_harmless_html_or_problems(text: str) -> None:
    page = page_of(text)
    check_harmless(render(page).html)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=60), st.lists(MARKS, max_size=12).map("".join)), max_size=4))
def test_any_line_becomes_emphasis_and_code_only(lines: list[str]) -> None:
    for html in render_lines(lines):
        reader = Reader()
        reader.feed(html)
        assert {tag for tag, _ in reader.seen} <= {"em", "strong", "del", "code"}
        assert all(not attributes for _, attributes in reader.seen)


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(["plan.yml", "facts.yml", LESSON_PATH, "01-sql/track.md", "01-sql/01-core/assets/a.svg"]),
)
def test_any_bytes_become_a_value_or_problems(data: bytes, path: str) -> None:
    outcome = compile_file(path, data, {})
    assert (outcome.value is None) or not outcome.problems


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*YAML_SIGNS, "&x ", "*x", "!t ", "|\n", "\n", "  ", ": ", "- "]), max_size=40
    ).map("".join)
)
def test_any_front_matter_becomes_a_value_or_problems(text: str) -> None:
    assert compile_file(LESSON_PATH, f"---\n{text}\n---\n# A\n".encode(), {}).problems
