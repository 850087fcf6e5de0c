"""Proposals: from drafts to what learners see, with what that means said before, and the way back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import FileVersion
from portal.core.errors import Refused
from portal.studio import tasks
from portal.studio.models import Draft, Proposal
from portal.studio.selectors.meeting import meeting_of
from portal.studio.services import proposals as services
from portal.studio.services.publishing import Stuck, publish_due, publish_proposal, undo
from portal.studio.services.restoring import restore
from tests.content.compile.trees import LESSON_PATH, OUTLINE, OUTLINE_PATH, replaced
from tests.content.publishing import digest
from tests.markup import read
from tests.studio.world import (
    CLASH,
    LATER,
    LESSON,
    MORE,
    NOON,
    OTHER,
    draft,
    proposal,
    publish,
    served,
)

pytestmark = pytest.mark.django_db


def test_drafts_become_a_proposal_and_are_drafts_no_more(editor: User) -> None:
    one = proposal(editor, {LESSON_PATH: MORE, "data/a.csv": "a\n"})
    assert [file.path for file in one.files.all()] == [LESSON_PATH, "data/a.csv"]
    assert not Draft.objects.exists()
    with pytest.raises(Refused, match="None of these drafts"):
        services.propose(editor, [LESSON_PATH], message="Again", now=NOON)


def test_a_proposal_needs_a_message_and_takes_only_the_drafts_of_its_author(
    editor: User, publisher: User
) -> None:
    draft(editor, LESSON_PATH, MORE)
    with pytest.raises(Refused, match="in a few words"):
        services.propose(editor, [LESSON_PATH], message=" ", now=NOON)
    with pytest.raises(Refused, match="Tick at least one draft"):
        services.propose(editor, [], message="Nothing", now=NOON)
    with pytest.raises(Refused, match="None of these drafts"):
        services.propose(publisher, [LESSON_PATH], message="Mine", now=NOON)


def test_both_halves_of_a_move_are_proposed_together(editor: User, publisher: User) -> None:
    new = "01-sql/01-core/05-joins.md"
    draft(editor, OUTLINE_PATH, None)
    Draft.objects.filter(pk=draft(editor, new, OUTLINE).pk).update(moved_from=OUTLINE_PATH)
    one = services.propose(editor, [new], message="Move", now=NOON)
    assert {file.path for file in one.files.all()} == {OUTLINE_PATH, new}
    release = publish(publisher, one)
    assert FileVersion.objects.get(release=release, path=new).moved_from == OUTLINE_PATH


@pytest.mark.parametrize("page", ["release", "versions", "proposal", "history"])
def test_every_page_of_a_release_says_who_published_it(
    client: Client, editor: User, publisher: User, page: str
) -> None:
    one = proposal(editor, {LESSON_PATH: MORE})
    release = publish(publisher, one)
    client.force_login(editor)
    key = {"release": [release.pk], "versions": [LESSON_PATH], "proposal": [one.pk]}.get(page, [])
    said = " ".join(read(client.get(reverse(f"studio:{page}", args=key)).content).text.split())
    assert re.search(r"published by Tom( on \d+ Nov 2026 at \d\d:\d\d(, from the|\.)| )", said)


def test_what_is_published_says_who_wrote_it_and_who_published_it(editor: User, publisher: User) -> None:
    one = proposal(editor, {LESSON_PATH: MORE})
    release = publish(publisher, one)
    one.refresh_from_db()
    assert (one.state, one.release, one.decided_by, release.author) == (
        "published",
        release,
        publisher,
        editor,
    )
    assert served(LESSON_PATH) == MORE
    with pytest.raises(Refused, match="decided meanwhile"):
        publish_proposal(publisher, one, now=LATER, jobs=1)


def test_two_editors_on_one_lesson_the_second_merges_and_both_texts_are_kept(
    editor: User, publisher: User
) -> None:
    first, second = proposal(publisher, {LESSON_PATH: MORE}), proposal(editor, {LESSON_PATH: CLASH})
    publish(publisher, first)
    stuck = publish_proposal(publisher, second, now=LATER, jobs=1)
    assert isinstance(stuck, Stuck)
    assert [meeting.path for meeting in stuck.meetings] == [LESSON_PATH]
    both = replaced(LESSON, "Ties.", "Ties, or no ties.")
    meeting = meeting_of(second, LESSON_PATH)
    assert meeting
    services.take_merge(editor, second, meeting, data=both.encode())
    version = FileVersion.objects.get(release=publish(publisher, second))
    assert served(LESSON_PATH) == both
    assert (version.before_id, version.merged_id) == (digest(MORE), digest(CLASH))


def test_returned_and_withdrawn_texts_are_drafts_again_and_a_newer_draft_stays(
    editor: User, publisher: User
) -> None:
    one = proposal(editor, {LESSON_PATH: MORE, OUTLINE_PATH: replaced(OUTLINE, "Fan-out", "Fans")})
    draft(editor, LESSON_PATH, OTHER)
    services.send_back(publisher, one, word="Say why.", now=LATER)
    one.refresh_from_db()
    assert (one.state, one.note, one.decided_by) == ("returned", "Say why.", publisher)
    texts = {row.path: bytes(row.data or b"").decode() for row in Draft.objects.of(editor)}
    assert (texts[LESSON_PATH], "Fans" in texts[OUTLINE_PATH]) == (OTHER, True)
    two = services.propose(editor, [LESSON_PATH], message="Again", now=NOON)
    with pytest.raises(Refused, match="Only who proposed"):
        services.withdraw(publisher, two, now=LATER)
    services.withdraw(editor, two, now=LATER)
    assert Draft.objects.of(editor).filter(path=LESSON_PATH).exists()


def test_what_is_scheduled_is_published_once_its_time_has_come(editor: User, publisher: User) -> None:
    one = proposal(editor, {LESSON_PATH: MORE})
    services.schedule(publisher, one, at=LATER, now=NOON)
    assert publish_due(now=LATER - timedelta(seconds=1)) == 0
    assert publish_due(now=LATER) == 1
    assert publish_due(now=LATER) == 0
    one.refresh_from_db()
    assert (one.state, one.decided_by, served(LESSON_PATH)) == ("published", publisher, MORE)


def test_the_task_of_each_minute_publishes_what_is_due(editor: User, publisher: User) -> None:
    one = proposal(editor, {LESSON_PATH: MORE})
    Proposal.objects.update(state="scheduled", publish_at=NOON, decided_by=publisher)
    tasks.publish_due()
    one.refresh_from_db()
    assert (one.state, served(LESSON_PATH)) == ("published", MORE)


def test_what_cannot_be_published_at_its_time_waits_with_the_reason(editor: User, publisher: User) -> None:
    one = proposal(editor, {LESSON_PATH: replaced(LESSON, "level: core", "level: high")})
    services.schedule(publisher, one, at=LATER, now=NOON)
    assert publish_due(now=LATER) == 0
    one.refresh_from_db()
    assert one.state == "open"
    assert f"{LESSON_PATH}:7: level is 'high'" in one.note
    assert served(LESSON_PATH) == LESSON


def test_a_moment_that_is_over_is_refused(editor: User, publisher: User) -> None:
    with pytest.raises(Refused, match="is over"):
        services.schedule(publisher, proposal(editor, {LESSON_PATH: MORE}), at=NOON, now=NOON)


def test_undo_takes_back_all_of_a_release_or_nothing(editor: User, publisher: User) -> None:
    release = publish(publisher, proposal(editor, {LESSON_PATH: MORE, "data/a.csv": "a\n"}))
    publish(publisher, proposal(editor, {"data/a.csv": "b\n"}))
    with pytest.raises(Refused, match=r"one step\. Changed since: data/a\.csv"):
        undo(publisher, release, now=LATER)
    assert served(LESSON_PATH) == MORE
    publish(publisher, proposal(editor, {"data/a.csv": "a\n"}))
    undone = undo(publisher, release, now=LATER)
    assert (undone.undoes, undone.author, undone.message) == (release, publisher, "Undo: Better words")
    assert served(LESSON_PATH) == LESSON


def test_an_earlier_version_comes_back_as_a_draft_and_a_draft_is_never_lost(
    editor: User, publisher: User
) -> None:
    publish(publisher, proposal(editor, {LESSON_PATH: MORE}))
    first = FileVersion.objects.filter(path=LESSON_PATH).order_by("release_id").first()
    assert first
    assert bytes(restore(editor, first, now=LATER).data or b"").decode() == LESSON
    restore(editor, first, now=LATER)
    Draft.objects.update(data=OTHER.encode())
    with pytest.raises(Refused, match="draft of this file already"):
        restore(editor, first, now=LATER)
