"""The last gate on its own, for the day the renderer lets something through."""

import pytest

from portal.content.compile.render.clean import clean, clean_line

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<script>alert(1)</script>x", "x"),
        ("<style>p{}</style>x", "x"),
        ("<p onclick=x style=x hx-get=x data-x=x name=x>x</p>", "<p>x</p>"),
        ('<p class="skip-link">x</p>', '<p class="">x</p>'),
        ('<h2 id="main">x</h2>', "<h2>x</h2>"),
        ('<h2 id="s-main">x</h2><li id="fn-1">x</li>', '<h2 id="s-main">x</h2><li id="fn-1">x</li>'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<a href="http://example.org">x</a>', "<a>x</a>"),
        ('<a href="/path/x/" target=_blank rel=opener>x</a>', '<a href="/path/x/">x</a>'),
        ('<img src="data:image/png,x" onerror=x>', "<img>"),
        ('<button type=submit formaction=x data-copy="x">x</button>', "<button>x</button>"),
        ("<form action=x><input name=x><iframe src=x></iframe></form>", ""),
        ('<svg><use href="https://example.org/a.svg#b"/></svg>', "<svg><use></use></svg>"),
        ('<svg><use href="#fig1-a"/></svg>', '<svg><use href="#fig1-a"></use></svg>'),
        ("<svg><script>x</script><animate/><foreignObject><p>x</p></foreignObject></svg>", "<svg></svg>"),
        ("<div tabindex=9 role=dialog>x</div>", "<div>x</div>"),
        ("<!-- x -->", ""),
    ],
)
def test_what_the_renderer_never_makes_is_taken_away(html: str, left: str) -> None:
    assert clean(html) == left


def test_line_keeps_emphasis_and_code_and_nothing_else() -> None:
    assert (
        clean_line('<em class="x">a</em> <a href="/x">b</a><p><code>c</code></p>')
        == "<em>a</em> b<code>c</code>"
    )
