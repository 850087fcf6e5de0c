"""What keeps somebody from using a page that is shown: what axe-core finds in both themes, and what does not fit."""

from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page

AXE = """async options => {
  for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
  return (await axe.run(document, {resultTypes: ["violations"], ...options})).violations;
}"""
"""A button takes the colours of another theme by a transition, which may wait for a frame that never comes."""
STRICTER = {"color-contrast-enhanced": {"enabled": False}}
"""A rule that is off by itself, and that a tag would switch on."""
COLOUR = {"runOnly": {"type": "tag", "values": ["cat.color"]}, "rules": STRICTER}
RUNS: tuple[tuple[Any, dict[str, Any]], ...] = (("dark", COLOUR), ("light", {}))
"""Nothing but colour differs between the themes. A page is left in the light one."""
LOOK = {"reduced_motion": "reduce"}
"""How a page is opened that is looked at."""


def barriers(page: Page, axe_source: str, what: str = "", *, widths: Iterable[int] = ()) -> list[str]:
    """Return what is wrong, each with the first place of it; ``what`` says which page or state this is.

    The page is looked at as wide as it is, or in turn at each of the widths, in CSS pixels.
    It is left as it was.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source)
    size = page.viewport_size
    assert size
    found = []
    for width in widths or [size["width"]]:
        page.set_viewport_size({"width": width, "height": size["height"]})
        for theme, options in RUNS:
            page.emulate_media(color_scheme=theme)
            seen = f"{what or page.url}, {theme} at {width} px"
            found += [f"{seen}: {one}" for one in _wrong(page, width, options)]
    page.set_viewport_size(size)
    return found


def _wrong(page: Page, width: int, options: dict[str, Any]) -> list[str]:
    """Return what is wrong in one theme at one width."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    bad = [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in page.evaluate(AXE, options)]
    return [*bad, *([f"it is {wide} px wide"] if wide > width else [])]


def barriers_of(
    page: Page, axe_source: str, paths: Iterable[str], *, widths: Iterable[int] = ()
) -> list[str]:
    """Return what is wrong with pages that are opened one after the other."""
    found = []
    for path in paths:
        page.goto(path)
        found += barriers(page, axe_source, path, widths=widths)
    return found
