"""A learner's visits to the pages of the routine, at noon unless another time is said."""

from datetime import datetime
from itertools import takewhile
from uuid import uuid4

import time_machine
from django.test import Client

from tests.factories import NOON
from tests.markup import read

BOOK = {
    "title": "Fundamentals",
    "authors": ["Reis", "Housley"],
    "chapters": [{"title": "Storage", "part": "In depth"}, {"title": "Ingestion", "part": "In depth"}],
}
BLOGS = [{"id": "netflix", "title": "Netflix TechBlog", "url": "https://netflixtechblog.com/", "feed": ""}]


@time_machine.travel(NOON, tick=False)
def shown(browser: Client, path: str = "/today/") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return read(answer.content).text


def send(browser: Client, path: str, at: datetime = NOON, **form: str) -> int:
    return send_form(browser, path, form, at)


def send_form(browser: Client, path: str, form: dict[str, str], at: datetime = NOON) -> int:
    with time_machine.travel(at, tick=False):
        return browser.post(path, {"request": uuid4().hex, **form}).status_code


def press(browser: Client, path: str, at: datetime = NOON, /, **pressed: str) -> int:
    """Send the first form of Today that goes to ``path``, as a browser does: with all that is hidden in it."""
    with time_machine.travel(at, tick=False):
        tags = read(browser.get("/today/").content).tags
    begin = next(n for n, (tag, values) in enumerate(tags) if tag == "form" and values["action"] == path)
    inside = takewhile(lambda each: each[0] != "form", tags[begin + 1 :])
    fields = {values["name"]: values["value"] for tag, values in inside if values.get("type") == "hidden"}
    return send_form(browser, path, {**fields, **pressed}, at)
