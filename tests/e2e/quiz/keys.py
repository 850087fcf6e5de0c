"""Answering a question by keys alone, as somebody does who has no pointer."""

from playwright.sync_api import Locator, Page, expect

WAY = """one => {
  const here = document.activeElement;
  if (here === one || (one.type === "radio" && here.name === one.name)) return "";
  return here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING ? "Shift+Tab" : "Tab";
}"""
NAMES = (
    """form => [...new Set([...form.elements].map(one => one.name))].filter(name => name.startsWith("a-"))"""
)
MOST = 120  # keys until something is reached, more than any page of a quiz has places for the focus


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab, or Shift and Tab, until the focus is on ``target``, or in its group of radio buttons."""
    for _ in range(MOST):
        if not (way := target.evaluate(WAY)):
            return
        page.keyboard.press(way)
    raise AssertionError(f"no way to {target} by Tab")


def give(page: Page, form: Locator, given: dict[str, list[str]]) -> None:
    """Put values into the fields of ``form``, in the order in which Tab meets them."""
    if form.locator("[data-sequence]").count():
        return put_in_order(page, form, given)
    for name in form.evaluate(NAMES):
        for value in given.get(name.removeprefix("a-"), []):
            put(page, form.locator(f'[name="{name}"]'), value)
    return None


def put(page: Page, field: Locator, value: str) -> None:
    """Choose or type one value."""
    match field.first.evaluate("one => one.type"):
        case "radio" | "checkbox":
            choose(page, field, value)
        case "select-one":
            tab_to(page, field)
            press_until(page, "ArrowDown", field, f"one => one.value === '{value}'")
        case "text" | "textarea":
            tab_to(page, field)
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.type(value)


def choose(page: Page, field: Locator, value: str) -> None:
    """Choose by the number of the option; in a table, where there is none, by Tab, arrows and space."""
    wanted = field.and_(page.locator(f'[value="{value}"]'))
    if not field.first.evaluate("one => one.closest('table') !== null"):
        values = field.evaluate_all("all => all.map(one => one.value)")
        page.keyboard.press(str(values.index(value) + 1))
    elif wanted.evaluate("one => one.type") == "checkbox":
        tab_to(page, wanted)
        page.keyboard.press("Space")
    else:
        tab_to(page, wanted)
        press_until(page, "ArrowDown", wanted, "one => one === document.activeElement")
        page.keyboard.press("Space")
    expect(wanted).to_be_checked()


def put_in_order(page: Page, form: Locator, given: dict[str, list[str]]) -> None:
    """Move steps up with the arrow key until they stand as the places say; take out what has no place."""
    places = sorted((int(place), name) for name, (place,) in given.items())
    for at, (_, name) in enumerate(places):
        item = form.locator(".sequence__item").filter(has=page.locator(f'[name="a-{name}"]'))
        tab_to(page, item.get_by_role("button", name="Move up"))
        if not at:
            page.keyboard.press("ArrowUp")  # the first move numbers them all
        there = f"one => [...one.parentElement.querySelectorAll('.sequence__item')].indexOf(one) === {at}"
        press_until(page, "ArrowUp", item, there)
    for place in form.locator(".sequence__place").all():
        if (place.get_attribute("name") or "").removeprefix("a-") not in given:
            tab_to(page, place)
            page.keyboard.press("Home")
            expect(place).to_have_value("")


def press_until(page: Page, key: str, target: Locator, reached: str) -> None:
    for _ in range(MOST):
        if target.evaluate(reached):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never led to {reached}")


def send(page: Page, form: Locator) -> None:
    """Press Enter; from a field or a button that has a use for that key, on the button that sends."""
    if page.evaluate("document.activeElement.matches('textarea, select, button')"):
        tab_to(page, form.locator("button.button--primary"))
    page.keyboard.press("Enter")
