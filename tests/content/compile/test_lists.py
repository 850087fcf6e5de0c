"""Lists mean what they mean on a Git host."""

import pytest

from tests.content.compile.rendering import html_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("Text\n- a", "<p>Text</p><ul><li>a</li></ul>"),
        ("Text\n1. a", "<p>Text</p><ol><li>a</li></ol>"),
        ("In\n1986. It was", "<p>In\n1986. It was</p>"),
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("- a\n    - b\n        - c", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("- a\n  b\nc", "<ul><li>a\nb\nc</li></ul>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        (
            "- a\n  - b\n\n    c\n- d",
            "<ul><li><p>a</p><ul><li><p>b</p><p>c</p></li></ul></li><li><p>d</p></li></ul>",
        ),
        ("- a\n\n  b\n  - c\n- d", "<ul><li><p>a</p><p>b</p><ul><li>c</li></ul></li><li><p>d</p></li></ul>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("- a\n\nText", "<ul><li>a</li></ul><p>Text</p>"),
        ("* * *\n- a", "<hr><ul><li>a</li></ul>"),
        (
            "> Text\n> - a\n>   - b",
            "<blockquote><p>Text</p><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>",
        ),
        ("- a\n## H", '<ul><li>a</li></ul><h2 id="s-h">H</h2>'),
        ("-a\n+1\n2.5", "<p>-a\n+1\n2.5</p>"),
    ],
)
def test_list_becomes_what_a_git_host_shows(text: str, html: str) -> None:
    assert html_of(text) == html
