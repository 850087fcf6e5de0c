"""The afternoon's exercise: it leads to what is there, of a written lesson the exercise, of an outline the checklist."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.content.sync import sync
from portal.progress.services import note_place
from tests.content.compile.trees import FILES, make_tree, replaced
from tests.factories import NOON, make_learner, make_lesson
from tests.markup import read
from tests.routine.visits import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(db: None, tmp_path: Path) -> User:
    """Somebody before whom lie the outline “Joins” and the written lesson “Windows”."""
    plan = replaced(FILES["plan.yml"], "id: morning, title: Morning", "id: afternoon, title: Afternoon")
    sync(make_tree(tmp_path, {"plan.yml": plan}), now=NOON, jobs=1)
    return make_learner()


@time_machine.travel(NOON, tick=False)
def practise(browser: Client) -> list[str]:
    """Return the addresses in the afternoon's block that lead to a part of a lesson."""
    links = [link["href"] for link in read(browser.get("/today/").content).all("a")]
    return [href for href in links if href.endswith(("#s-exercise", "#checklist-h"))]


def leads_somewhere(browser: Client, href: str) -> bool:
    path, anchor = urlsplit(href).path, urlsplit(href).fragment
    tags = read(browser.get(path).content).tags
    return any(values.get("id") == anchor for _, values in tags)


def test_an_outline_is_called_one_and_leads_to_its_checklist(browser: Client) -> None:
    text = shown(browser)
    assert "Checklist: Joins" in text
    assert "Your next topic is an outline so far; its checklist says what to be able to do." in text
    assert "The exercise of the lesson you are in" not in text
    assert practise(browser) == ["/path/sql/joins/#checklist-h"]
    assert leads_somewhere(browser, "/path/sql/joins/#checklist-h")


def test_a_written_lesson_left_in_the_middle_leads_to_its_exercise(browser: Client, learner: User) -> None:
    windows = Lesson.objects.get(uid="sql/windows")
    note_place(learner, windows, anchor="s-key-points", at=NOON)
    assert "Practise: Windows" in shown(browser)
    assert practise(browser) == ["/path/sql/windows/#s-exercise"]
    assert leads_somewhere(browser, "/path/sql/windows/#s-exercise")


def test_whoever_sits_before_an_outline_practises_the_sql_they_have_begun(
    browser: Client, learner: User
) -> None:
    windows, topics = Lesson.objects.get(uid="sql/windows"), make_lesson("kafka/topics", status="outline")
    note_place(learner, windows, anchor="s-the-idea", at=NOON)
    note_place(learner, topics, anchor="", at=NOON.replace(hour=13))
    text = shown(browser)
    assert "SQL. The exercise of a lesson you have begun." in text
    assert practise(browser) == ["/path/sql/windows/#s-exercise"]
