"""Saving a note: never over what a page has not seen, never without what was there before."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.content.prose import pool
from portal.core import workers
from portal.core.workers import Workers
from portal.notes.models import Note
from portal.notes.rules import KEPT_VERSIONS, LONGEST
from portal.notes.services import Conflict, Draft, TooLong, bring_back, erase, save, set_binned
from tests.factories import NOON, make_learner, make_lesson
from tests.notes.making import DAY, make_note

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=11)


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def lesson() -> Lesson:
    return make_lesson("sql/joins")


def test_the_first_save_makes_the_note_and_its_html(learner: User, lesson: Lesson) -> None:
    note = save(learner, lesson, Draft("*Tied* rows", 0), now=NOON)
    assert (note.revision, note.html, note.fault) == (1, "<p><em>Tied</em> rows</p>", "")
    assert note.created_at == note.changed_at == NOON


def test_nothing_written_makes_no_row(learner: User, lesson: Lesson) -> None:
    assert save(learner, lesson, Draft(" \n", 0), now=NOON).pk is None
    assert not Note.objects.exists()


def test_the_same_save_twice_changes_nothing(learner: User, lesson: Lesson) -> None:
    save(learner, lesson, Draft("a", 0), now=NOON)
    assert save(learner, lesson, Draft("a", 0), now=LATER).changed_at == NOON
    assert Note.objects.get().revision == 1


def test_a_page_that_is_out_of_date_overwrites_nothing(learner: User, lesson: Lesson) -> None:
    save(learner, lesson, Draft("first tab", 0), now=NOON)
    with pytest.raises(Conflict) as conflict:
        save(learner, lesson, Draft("second tab", 0), now=LATER)
    assert conflict.value.stored.text == Note.objects.get().text == "first tab"


def test_what_the_same_page_saved_without_hearing_of_it_is_no_conflict(learner: User, lesson: Lesson) -> None:
    save(learner, lesson, Draft("a", 0, "page", 1), now=NOON)
    assert save(learner, lesson, Draft("ab", 0, "page", 2), now=NOON).text == "ab"


def test_an_older_save_of_the_same_page_that_comes_late_changes_nothing(
    learner: User, lesson: Lesson
) -> None:
    save(learner, lesson, Draft("ab", 0, "page", 2), now=NOON)
    assert save(learner, lesson, Draft("a", 0, "page", 1), now=NOON).text == "ab"


def test_a_page_that_knows_of_an_older_save_of_its_own_does_not_overwrite_another_page(
    learner: User, lesson: Lesson
) -> None:
    save(learner, lesson, Draft("a", 0, "page", 1), now=NOON)
    save(learner, lesson, Draft("b", 1, "other", 1), now=NOON)
    with pytest.raises(Conflict):
        save(learner, lesson, Draft("ab", 1, "page", 2), now=NOON)


def test_a_text_that_is_too_long_is_refused_and_what_was_saved_stays(learner: User) -> None:
    make_note(learner, DAY, "short")
    with pytest.raises(TooLong, match="20,480 can be saved"):
        save(learner, DAY, Draft("a" * (LONGEST + 1), 1), now=NOON)
    assert Note.objects.get().text == "short"


def test_a_text_that_renders_too_slowly_is_saved_and_shown_as_it_was_written(learner: User) -> None:
    slow = "```perl\n" + "s{" * 9000 + "\n```\n"
    note = save(learner, DAY, Draft(slow, 0), now=NOON)
    assert (note.text, note.html) == (slow, "")
    assert "to render" in note.fault


def test_a_text_that_could_not_be_rendered_for_now_is_when_it_is_saved_again(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(pool, "renderers", Workers("portal.content.prose.child"))
        full.setattr(workers, "WAIT_SECONDS", 0.01)
        for _ in range(workers.SIZE):
            pool.renderers.places.get()
        note = make_note(learner, DAY, "*a*")
    assert (note.text, note.html) == ("*a*", "")
    assert "busy" in note.fault
    assert make_note(learner, DAY, "*a*").html == "<p><em>a</em></p>"


def test_an_overwritten_text_can_be_taken_back(learner: User) -> None:
    make_note(learner, DAY, "The first thought.")
    note = make_note(learner, DAY, "Another one.", at=LATER)
    back = bring_back(learner, note.versions.get(), now=LATER)
    assert back.text == "The first thought."
    assert [version.text for version in note.versions.all()] == ["Another one.", "The first thought."]


def test_a_note_that_was_emptied_can_be_taken_back(learner: User) -> None:
    make_note(learner, DAY, "One.")
    make_note(learner, DAY, "Two.", at=LATER)
    note = make_note(learner, DAY, "", at=LATER)
    assert note.versions.first().text == "Two."  # type: ignore[union-attr]


def test_versions_do_not_grow_for_ever(learner: User) -> None:
    for number in range(KEPT_VERSIONS + 6):
        note = make_note(learner, DAY, f"{number} " * 60, at=NOON)
    kept = [version.text.split()[0] for version in note.versions.all()]
    assert kept == [str(number) for number in range(KEPT_VERSIONS + 4, 4, -1)]


def test_a_note_in_the_bin_comes_back_as_it_was(learner: User, lesson: Lesson) -> None:
    note = make_note(learner, lesson)
    assert set_binned(learner, note, binned=True, now=NOON) is True
    assert set_binned(learner, note, binned=True, now=NOON) is False
    assert not Note.objects.live().exists()
    set_binned(learner, note, binned=False, now=NOON)
    assert Note.objects.live().get().text == note.text


def test_a_page_that_is_open_while_the_note_goes_to_the_bin_is_told(learner: User, lesson: Lesson) -> None:
    note = save(learner, lesson, Draft("a", 0, "page", 1), now=NOON)
    set_binned(learner, note, binned=True, now=NOON)
    with pytest.raises(Conflict):
        save(learner, lesson, Draft("ab", 1, "page", 2), now=NOON)
    assert save(learner, lesson, Draft("ab", 2), now=NOON).retired_at is None


def test_only_a_note_in_the_bin_is_erased_and_only_by_its_learner(learner: User) -> None:
    note = make_note(learner)
    assert erase(learner, note) is False
    set_binned(learner, note, binned=True, now=NOON)
    assert erase(make_learner(), note) is False
    assert erase(learner, note) is True


def test_a_note_is_about_one_thing(learner: User, lesson: Lesson) -> None:
    times = {"created_at": NOON, "changed_at": NOON}
    for about in ({"lesson": lesson, "day": DAY}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(user=learner, text="a", html="", **about, **times)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("start", [0, 1])
def test_of_many_pages_at_once_one_wins_and_the_others_are_told(start: int) -> None:
    learner = make_learner()
    if start:
        make_note(learner, DAY, "before")
    told: list[Any] = []
    ready = threading.Barrier(5)

    def write(number: int) -> None:
        ready.wait()
        try:
            told.append(save(learner, DAY, Draft(f"page {number}", start, f"page{number}", 1), now=NOON))
        except Conflict as conflict:
            told.append(conflict)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = [note for note in told if isinstance(note, Note)]
    assert (len(won), len(told)) == (1, 5)
    assert Note.objects.get().text == won[0].text
