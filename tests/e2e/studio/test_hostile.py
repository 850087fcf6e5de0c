"""Nothing an editor writes or uploads acts when a publisher looks at it (promise X1), and what is uploaded is shown."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.studio.models import Draft
from portal.studio.services.drafts import put
from tests.e2e.conftest import Open
from tests.factories import NOON
from tests.studio.curriculum import FILES, LESSON, PICTURE, QUIZ, SVG, TRACK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenFile = Callable[..., Page]
HOSTILE = """
<script>window.hit = 1</script>

<img src=x onerror="window.hit = 2">

<svg onload="window.hit = 3"><script>window.hit = 4</script></svg>

[a](javascript:window.hit=5) [b](JaVaScRiPt:window.hit=6) [c](data:text/html,<script>window.hit=7</script>)

<a hx-get="/accounts/logout/" hx-trigger="load" hx-on:click="window.hit=8">d</a>

<iframe srcdoc="<script>parent.hit=9</script>"></iframe> <style>* { display: none }</style>

<p style="background:url(javascript:window.hit=10)" id="main" data-jump="1">e</p>

</div></div></textarea></form><script>window.hit = 11</script>

`</code><script>window.hit = 12</script>` "><script>window.hit = 13</script>

<form action="/studio/discard/x/" method="post"><button name="do">f</button></form>
"""
ACTS = (
    "document.querySelectorAll('[data-preview] :is(script, iframe, style, object, form, [onerror], [onload],"
    ' [hx-get], [style], [href^="java" i], [href^="data" i])\').length'
)


def hostile(text: str) -> str:
    """Return a file with the hostile text wherever it is read as Markdown, and in what is shown of its head."""
    head = text.replace("title: ", "title: \"<img src=x onerror='window.hit=14'>\" #", 1)
    return head.replace("- One thing\n", f"- One thing\n{HOSTILE}\n") + HOSTILE


@pytest.mark.parametrize("path", [LESSON, QUIZ, "03-sql/track.md", "plan.yml", "facts.yml", PICTURE])
def test_a_hostile_draft_does_not_act_in_the_page(open_page: Open, editor: User, path: str) -> None:
    put(editor, path, hostile(FILES[path]).encode(), now=NOON)
    page = open_page(editor, bypass_csp=True)
    page.goto(f"/studio/file/{path}/")
    expect(page.locator("[data-ready]")).to_be_attached()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n<img src=x onerror='window.hit=15'>")
    expect(page.locator("[data-status]")).to_contain_text("Draft saved")
    expect(page.locator("#problem-list")).to_contain_text("error")
    for place in page.locator("[data-preview] a").all():
        place.hover(force=True)
    assert page.evaluate("window.hit") is None
    assert page.evaluate(ACTS) == 0
    assert page.locator("#main").count() == 1


@pytest.mark.parametrize(
    "options",
    [
        "- [x] <img src=x onerror='window.hit=1'>\n- [ ] [b](javascript:window.hit=2)\n",
        "[[<script>window.hit=3</script>]]\n",
    ],
)
def test_a_hostile_question_does_not_act(open_page: Open, editor: User, options: str) -> None:
    question = f"---\nid: ranking\ntitle: Ranking\n---\n\n## <script>window.hit=4</script> {{#a}}\n\n<svg onload=window.hit=5>\n\n{options}"
    put(editor, QUIZ, question.encode(), now=NOON)
    page = open_page(editor, bypass_csp=True)
    page.goto(f"/studio/file/{QUIZ}/")
    expect(page.locator("[data-preview] section.question")).to_have_count(1)
    assert page.evaluate("window.hit") is None
    assert page.evaluate(ACTS) == 0


def test_a_picture_is_uploaded_put_in_and_shown_from_the_draft(open_file: OpenFile) -> None:
    out = BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    page = open_file("03-sql/track.md")
    page.set_input_files(
        "#upload-file", {"name": "My Frame.png", "mimeType": "image/png", "buffer": out.getvalue()}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("#live")).to_contain_text("03-sql/assets/my-frame.png")
    page.get_by_text("Insert", exact=True).click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.locator(".insert").get_by_role("button", name="my-frame.png").click()
    picture = page.locator("[data-preview] img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 40)
    expect(page.locator("#problem-list")).to_contain_text("none found")
    assert bytes(Draft.objects.get(path="03-sql/track.md").data or b"").startswith(TRACK.encode()[:40])


def test_a_drawing_that_acts_is_refused_with_the_reason(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    bad = SVG.replace("<rect", "<script>alert(1)</script><rect")
    page.set_input_files(
        "#upload-file", {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": bad.encode()}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("main")).to_contain_text("The drawing was not taken")
    assert not Draft.objects.exists()
