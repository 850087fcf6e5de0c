"""What Markdown becomes."""

import re

import pytest

from portal.content.compile.parts import Heading
from portal.content.compile.render import render
from tests.content.compile.rendering import html_of, page_of

pytestmark = pytest.mark.once

REL = 'rel="noopener noreferrer"'
CODE = '```sql run title="a < b"\nSELECT 1\n```\n'
OUTPUT = """
```output
name | n
-----+---
a|b  | 1
c    | NULL
```
"""


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**b** *i* `c` ~~d~~", "<p><strong>b</strong> <em>i</em> <code>c</code> <del>d</del></p>"),
        ("snake_case_word 2*3*4", "<p>snake_case_word 2<em>3</em>4</p>"),
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
        ("&copy; &amp; &#60;b&#62;", "<p>© &amp; &lt;b&gt;</p>"),
        (r"\<b\> \~~x~~ \[y]", "<p>&lt;b&gt; ~~x~~ [y]</p>"),
        ("one  \ntwo", "<p>one<br>two</p>"),
        ("#1 is no heading", "<p>#1 is no heading</p>"),
        ("***", "<hr>"),
        ("> a\n> > b", "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>"),
        ("<b>x</b><script>y</script>", "<p>&lt;b&gt;x&lt;/b&gt;&lt;script&gt;y&lt;/script&gt;</p>"),
        ("<!-- x --> <?php ?>", "<p>&lt;!-- x --&gt; &lt;?php ?&gt;</p>"),
        ('<img src=x onerror="y">', '<p>&lt;img src=x onerror="y"&gt;</p>'),
        ("[x](02-x.md)", '<p><a href="/path/sql/x/">x</a></p>'),
        ("[x](../c/01-y.md#a-b 'title')", '<p><a href="/path/sql/y/#s-a-b">x</a></p>'),
        (
            "[`x`](https://example.org/?a=1&b=(2))",
            f'<p><a href="https://example.org/?a=1&amp;b=(2)" {REL}><code>x</code></a></p>',
        ),
        (
            "<https://example.org> and me@example.org",
            f'<p><a href="https://example.org" {REL}>https://example.org</a> and me@example.org</p>',
        ),
        ("[x][1]\n\n[1]: 02-x.md", '<p><a href="/path/sql/x/">x</a></p>'),
        (
            "- [ ] a\n- [x] b",
            '<ul><li class="todo"><span aria-hidden="true">☐</span>'
            '<span class="visually-hidden">open: </span> a</li>'
            '<li class="todo"><span aria-hidden="true">☑</span>'
            '<span class="visually-hidden">done: </span> b</li></ul>',
        ),
        (
            "| a `b` | n |\n|---|--:|\n| x \\| y | 1 |",
            '<div aria-label="Table 1: a b, n" class="table-scroll" role="group" tabindex="0">'
            '<table class="table"><thead>'
            '<tr><th scope="col">a <code>b</code></th><th class="is-num" scope="col">n</th></tr></thead>'
            '<tbody><tr><td>x | y</td><td class="is-num">1</td></tr></tbody></table></div>',
        ),
        (
            "<details>\n<summary>Hint `1`</summary>\n\n**x**\n\n</details>",
            '<details class="fold"><summary>Hint <code>1</code></summary><p><strong>x</strong></p></details>',
        ),
    ],
)
def test_markdown_becomes_this_html(text: str, html: str) -> None:
    assert html_of(text) == html


def test_headings_get_the_anchor_of_a_git_host_behind_our_own_prefix() -> None:
    page = page_of("## The `idea` & more\n\n[up](#the-idea--more-1)\n\n## The idea & more\n\n#### Deep")
    rendered = render(page)
    assert rendered.anchors == ("the-idea--more", "the-idea--more-1", "deep")
    assert rendered.headings == (
        Heading(2, "s-the-idea--more", "The idea & more"),
        Heading(2, "s-the-idea--more-1", "The idea & more"),
    )
    assert '<a href="#s-the-idea--more-1">up</a>' in rendered.html
    assert page.problems == []


def test_code_becomes_a_numbered_listing_with_a_copy_button() -> None:
    html = html_of(CODE + "\n" + CODE)
    assert html.startswith('<figure class="listing"><div class="listing__head"><span class="listing__title">')
    assert "<strong>Listing 1</strong> <span>a &lt; b</span>" in html
    assert '<span class="listing__lang">SQL</span>' in html
    assert '<button class="button button--quiet button--small" type="button" data-copy="">' in html
    assert (
        'role="group" aria-label="Listing 2, SQL"><pre><code class="highlight"><span class="k">SELECT' in html
    )


def test_output_joins_its_listing_as_a_grid_with_numbers_to_the_right() -> None:
    html = html_of(CODE + OUTPUT)
    assert html.startswith('<figure class="listing listing--run">')
    assert 'aria-label="Output of listing 1"><table class="grid">' in html
    assert '<th scope="col">name</th><th class="is-num" scope="col">n</th>' in html.replace(
        'scope="col" class="is-num"', 'class="is-num" scope="col"'
    )
    assert '<td>a|b</td><td class="is-num">1</td>' in html
    assert '<td class="is-num"><span class="grid__null">NULL</span></td>' in html
    assert html.endswith("</table></div></figure>")


def test_output_that_is_no_result_set_is_shown_as_it_is() -> None:
    assert "<pre>Binder Error: a &lt; b\n  at 1</pre>" in html_of(
        CODE + "\n```output\nBinder Error: a < b\n  at 1\n```"
    )
    assert html_of(CODE + OUTPUT.replace("c    | NULL", "(2 rows)")).count("<table") == 0


def test_two_result_sets_in_one_output_become_two_grids() -> None:
    assert (
        html_of(CODE + OUTPUT.replace("\n```\n", "\n\nm\n--\n 2\n```\n")).count('<table class="grid">') == 2
    )


def test_notice_that_follows_an_output_becomes_its_note() -> None:
    html = html_of(CODE + OUTPUT + "\n**Notice that** it *is*.\n\n**Notice that** this is text.")
    strong = "<strong>Notice that</strong>"
    note = f'<figcaption class="listing__notice">{strong} it <em>is</em>.</figcaption></figure>'
    assert note + "<p><strong>Notice that</strong> this is text.</p>" in html


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ("sql run expect=error:BinderException", "fails with BinderException"),
        ("python run file=src/app.py", "src/app.py"),
        ("sql starter", "start from here"),
        ("sql solution", "one solution"),
    ],
)
def test_role_gives_a_listing_its_title(info: str, title: str) -> None:
    assert f"<strong>Listing 1</strong> <span>{title}</span>" in html_of(f"```{info}\nx\n```")


def test_lists_go_on_counting_behind_a_listing() -> None:
    html = html_of(f"1. a\n\n{CODE}\n2. b\n")
    assert '<ol start="2"><li>b</li></ol>' in html


def test_picture_caption_and_words_become_a_figure() -> None:
    words = "<details>\n<summary>The diagram in words</summary>\n\nA *dot*.\n\n</details>"
    html = html_of(f"![It is < a dot.](assets/dot.svg)\n\n*A `dot`.*\n\n{words}\n\n{words}")
    box = '<div aria-label="Figure 1" class="figure__scroll" role="group" tabindex="0">'
    start = f'<figure class="figure">{box}<svg class="figure__picture" role="img"'
    assert html.startswith(start)
    assert '<title id="fig1-title">It is &lt; a dot.</title>' in html
    assert (
        '<figcaption class="figure__caption"><strong>Figure 1.</strong> A <code>dot</code>.</figcaption>'
        in html
    )
    assert (
        '<details class="figure__text"><summary>Figure 1 in words</summary>'
        "<p>A <em>dot</em>.</p></details></figure>" in html
    )
    assert html.count('<details class="fold">') == 1


def test_photograph_is_shown_by_its_address() -> None:
    words = "<details>\n<summary>In words</summary>\n\nx\n\n</details>"
    html = html_of(f'![A "photo".](assets/photo.png)\n\n_C_\n\n{words}')
    assert re.search(
        r'<img class="figure__picture" src="/content/ab.png" alt="A &quot;photo&quot;." loading="lazy">', html
    )


@pytest.mark.parametrize(
    ("text", "variant", "title"),
    [
        ("> [!NOTE]\n> x", "note", "Note"),
        ("> [!TIP]\n>\n> x", "tip", "Tip"),
        ("> [!IMPORTANT]\n> - x", "important", "Important"),
        ("> [!WARNING]\n> x", "pitfall", "Warning"),
        ("> [!CAUTION]\n> x", "pitfall", "Caution"),
        (
            "> [!NOTE]\n> **Changed recently** (checked 2026-11-22)\n>\n> x",
            "changed",
            "Changed recently (checked 2026-11-22)",
        ),
        ("> [!NOTE]\n> **Changed recently.** A\n> x", "changed", "Changed recently"),
    ],
)
def test_alert_is_drawn_as_its_kind(text: str, variant: str, title: str) -> None:
    html = html_of(text)
    assert html.startswith(f'<div class="admonition admonition--{variant}"><svg class="icon"')
    assert f'<p class="admonition__title">{title}</p><div class="admonition__body">' in html
    assert "[!" not in html


def test_two_alerts_in_a_row_stay_two() -> None:
    assert html_of("> [!NOTE]\n> a\n\n> [!TIP]\n> b").count('class="admonition ') == 2


def test_footnotes_are_numbered_as_they_are_met_and_lead_back() -> None:
    html = html_of("Text[^b c] and[^a] again[^a].\n\n[^a]: One.\n\n    More.\n\n[^b c]: Two.")
    assert '<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup>' in html
    assert '<sup id="fnref2-2">' in html
    assert '<li id="fn-1"><p>Two.' in html
    assert '<li id="fn-2"><p>One.</p><p>More.' in html
    assert '<a aria-label="Back to the text" class="footnote-backref" href="#fnref-2">' in html


def test_footnote_that_nobody_refers_to_is_a_problem() -> None:
    page = page_of("Text.\n\n[^a]: One.")
    render(page)
    assert [(problem.line, problem.wrong) for problem in page.problems] == [
        (3, "nothing refers to the footnote [^a]")
    ]
