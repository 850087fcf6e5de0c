"""A proposal and what was published meanwhile, when one of them moved the file: one page, both texts, one place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import FileVersion, Lesson, SourceFile
from portal.content.selectors import place_now
from portal.studio.models import Draft, Proposal
from portal.studio.selectors.meeting import meeting_of
from portal.studio.services.making import move
from portal.studio.services.proposals import propose
from portal.studio.services.publishing import Stuck, publish_proposal
from tests.content.compile.trees import LESSON_PATH, replaced
from tests.content.publishing import NOON, digest
from tests.studio.world import CLASH, LATER, LESSON, MORE, OTHER, proposal, publish, served

NEW = "01-sql/01-core/05-windows.md"


def moving(author: User, old: str = LESSON_PATH, new: str = NEW) -> Proposal:
    """Propose to move the lesson, with the quiz beside it."""
    move(author, old, new, now=NOON)
    paths = [draft.path for draft in Draft.objects.of(author)]
    return propose(author, paths, message="Later in the module", now=NOON)


def merge(client: Client, person: User, publisher: User, one: Proposal) -> None:
    """Take both texts together on the merge page, as it offers them, and publish the proposal that was stuck."""
    done = publish_proposal(publisher, one, now=LATER, jobs=1)
    assert isinstance(done, Stuck), done
    assert [meeting.path for meeting in done.meetings] == [LESSON_PATH]
    client.force_login(person)
    address = reverse("studio:merge", args=[one.pk, LESSON_PATH])
    page = client.get(address)
    texts, meeting = page.context["texts"], page.context["meeting"]
    answer = client.post(address, {"text": texts.merged, "served": meeting.token, "choice": "text"})
    assert answer.status_code == 302
    assert f"is for <code>{NEW}</code>" in page.content.decode()
    publish(publisher, one)


def test_a_proposal_that_moves_a_file_takes_along_what_was_published_of_it(
    client: Client, editor: User, publisher: User
) -> None:
    number = Lesson.objects.get(uid="sql/windows").pk
    one = moving(editor)
    publish(publisher, proposal(publisher, {LESSON_PATH: MORE}))
    merge(client, editor, publisher, one)
    assert served(NEW) == MORE
    assert not SourceFile.objects.filter(path=LESSON_PATH).exists()
    assert Lesson.objects.get(uid="sql/windows").pk == number


def test_a_proposal_that_edits_a_file_follows_where_it_was_moved(
    client: Client, editor: User, publisher: User
) -> None:
    one = proposal(editor, {LESSON_PATH: OTHER})
    publish(publisher, moving(publisher))
    publish(publisher, proposal(publisher, {NEW: MORE}))
    merge(client, editor, publisher, one)
    version = FileVersion.objects.latest("pk")
    assert served(NEW) == replaced(MORE, "It sorts.", "It sorts in memory.")
    assert (version.path, version.before_id, version.merged_id) == (NEW, digest(MORE), digest(OTHER))


def test_the_same_line_waits_for_a_choice_in_the_new_place(
    client: Client, editor: User, publisher: User
) -> None:
    one = proposal(editor, {LESSON_PATH: CLASH})
    publish(publisher, moving(publisher))
    publish(publisher, proposal(publisher, {NEW: MORE}))
    client.force_login(editor)
    address = reverse("studio:merge", args=[one.pk, LESSON_PATH])
    assert "In 1 place both changed the same lines" in client.get(address).content.decode()
    client.post(address, {"served": digest(MORE), "choice": "theirs"})
    publish(publisher, one)
    assert served(NEW) == CLASH


def test_a_merge_sent_after_yet_another_change_shows_that_first(
    client: Client, editor: User, publisher: User
) -> None:
    one = moving(editor)
    publish(publisher, proposal(publisher, {LESSON_PATH: MORE}))
    client.force_login(editor)
    sent = {"text": MORE, "served": digest(LESSON), "choice": "text"}
    answer = client.post(reverse("studio:merge", args=[one.pk, LESSON_PATH]), sent)
    assert answer.status_code == 409
    assert "published this file once more" in answer.content.decode()


def test_a_proposal_that_edits_both_places_is_merged_in_the_old_one(editor: User, publisher: User) -> None:
    publish(publisher, moving(publisher))
    one = proposal(editor, {LESSON_PATH: OTHER, NEW: MORE})
    meeting = meeting_of(one, LESSON_PATH)
    assert meeting
    assert (meeting.path, meeting.served, meeting.moved) == (LESSON_PATH, None, "")


@pytest.mark.parametrize("back", [False, True])
def test_a_file_is_found_after_all_its_moves_also_when_they_lead_back(publisher: User, *, back: bool) -> None:
    publish(publisher, moving(publisher))
    last = LESSON_PATH if back else "01-sql/01-core/07-windows.md"
    publish(publisher, moving(publisher, NEW, last))
    assert [place_now(path) for path in (LESSON_PATH, NEW, last)] == [last] * 3
    assert place_now("data/none.csv") == "data/none.csv"
