"""What a proposal would mean, what its pages show, and how two sides that meet are decided."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import Conflict, FileVersion, LessonAlias, Release
from portal.content.sync import sync
from portal.core.errors import Refused
from portal.studio.models import Proposal
from portal.studio.selectors.meeting import meeting_of
from portal.studio.selectors.proposals import edits_of, prospect_of
from portal.studio.services import proposals as services
from portal.studio.services.conflicts import Choice, decide, token_of
from tests.content.compile.trees import FACTS, LESSON_PATH, OUTLINE, OUTLINE_PATH, replaced
from tests.content.publishing import digest
from tests.studio.making import make_editor
from tests.studio.world import (
    CLASH,
    LATER,
    LESSON,
    MORE,
    NOON,
    QUIZ,
    QUIZ_PATH,
    draft,
    proposal,
    publish,
    served,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("chosen", "expected"), [(CLASH, CLASH), (MORE, MORE), ("both", "both")])
def test_a_decision_between_folder_and_studio_keeps_both_texts_and_settles_the_folder(
    tree: Path, editor: User, publisher: User, chosen: str, expected: str
) -> None:
    publish(publisher, proposal(editor, {LESSON_PATH: MORE}))
    (tree / LESSON_PATH).write_text(CLASH)
    assert sync(tree, now=LATER, jobs=1).conflicts == [LESSON_PATH]
    both = replaced(LESSON, "Ties.", "Ties, or no ties.")
    chosen, expected = (both, both) if chosen == "both" else (chosen, expected)
    conflict = Conflict.objects.get()
    decide(publisher, conflict, Choice(chosen.encode(), token_of(conflict)), now=LATER)
    assert (served(LESSON_PATH), Conflict.objects.exists()) == (expected, False)
    version = FileVersion.objects.filter(path=LESSON_PATH).first()
    assert version
    assert (version.before_id, version.merged_id) == (digest(MORE), digest(CLASH))
    assert sync(tree, now=LATER, jobs=1).conflicts == []
    assert served(LESSON_PATH) == expected


def test_a_decision_on_texts_that_have_changed_is_refused(tree: Path, editor: User, publisher: User) -> None:
    publish(publisher, proposal(editor, {LESSON_PATH: MORE}))
    (tree / LESSON_PATH).write_text(CLASH)
    sync(tree, now=LATER, jobs=1)
    conflict = Conflict.objects.get()
    token = token_of(conflict)
    (tree / LESSON_PATH).write_text(replaced(LESSON, "Ties.", "Few ties."))
    sync(tree, now=LATER, jobs=1)
    with pytest.raises(Refused, match="changed since"):
        decide(publisher, conflict, Choice(CLASH.encode(), token), now=LATER)
    assert Conflict.objects.exists()


def test_a_vanished_question_that_came_back_by_another_id_is_offered_as_an_alias(
    editor: User, publisher: User
) -> None:
    one = proposal(editor, {QUIZ_PATH: replaced(QUIZ, "{#gaps}", "{#race}")})
    effect = prospect_of(one, now=NOON).effects[0]
    assert effect.what == "Question gaps goes"
    assert effect.alias
    services.write_alias(editor, one, effect.alias.path, old=effect.alias.old, new=effect.alias.new)
    whats = [effect.what for effect in prospect_of(one, now=NOON).effects]
    assert whats == ["Question gaps is renamed race"]
    publish(publisher, one)
    assert "aliases: {gaps: race}\n---\n" in served(QUIZ_PATH)


def test_a_renamed_lesson_is_offered_its_alias_while_other_files_still_use_its_old_id(
    editor: User, publisher: User
) -> None:
    one = proposal(editor, {OUTLINE_PATH: replaced(OUTLINE, "id: sql/joins", "id: sql/joining")})
    prospect = prospect_of(one, now=NOON)
    assert [effect.what for effect in prospect.effects] == ["Lesson sql/joins goes"]
    alias = prospect.effects[0].alias
    assert alias
    services.write_alias(editor, one, alias.path, old=alias.old)
    after = prospect_of(one, now=NOON)
    assert after.effects == []
    assert "its new id sql/joining" in {problem.allowed for problem in after.others}
    fixed = replaced(LESSON, "prerequisites: [sql/joins]", "prerequisites: [sql/joining]")
    facts = replaced(FACTS, "sql/joins", "sql/joining")
    (renamed,) = edits_of(one)
    assert renamed.data
    texts = {OUTLINE_PATH: renamed.data.decode(), LESSON_PATH: fixed, "facts.yml": facts}
    publish(publisher, proposal(editor, texts))
    assert LessonAlias.objects.get().uid == "sql/joins"


def test_nobody_but_its_author_and_publishers_changes_a_proposal(editor: User) -> None:
    one, other = proposal(editor, {LESSON_PATH: MORE}), make_editor()
    meeting = meeting_of(one, LESSON_PATH)
    assert meeting
    with pytest.raises(Refused, match="Only who proposed"):
        services.take_merge(other, one, meeting, data=b"")
    with pytest.raises(Refused, match="Only who proposed"):
        services.write_alias(other, one, LESSON_PATH, old="sql/old")


def test_problems_that_others_files_would_have_are_told_apart(editor: User) -> None:
    one = proposal(editor, {OUTLINE_PATH: replaced(OUTLINE, "id: sql/joins", "id: sql/joining")})
    prospect = prospect_of(one, now=NOON)
    assert {problem.path for problem in prospect.others} == {LESSON_PATH, "facts.yml"}
    assert not prospect.own
    assert not prospect.is_ready


def test_the_pages_show_it_and_publish_it_as_plain_forms(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    draft(publisher, LESSON_PATH, MORE)
    page = client.get(reverse("studio:propose")).content.decode()
    assert LESSON_PATH in page
    sent = client.post(reverse("studio:propose"), {"path": [LESSON_PATH], "message": "Ties"}, follow=True)
    shown = sent.content.decode()
    assert "Lesson sql/windows: another text" in shown
    assert "<ins>, and more ties</ins>" in shown
    one = Proposal.objects.get()
    done = client.post(reverse("studio:publish", args=[one.pk]), follow=True).content.decode()
    assert "Published. Learners see it" in done
    release = Release.objects.latest()
    assert "Ties" in client.get(reverse("studio:history")).content.decode()
    client.post(reverse("studio:undo", args=[release.pk]))
    assert served(LESSON_PATH) == LESSON


def test_a_text_of_an_editor_is_shown_and_never_run(client: Client, publisher: User, editor: User) -> None:
    evil = replaced(LESSON, "Ties.", "<script>alert(1)</script><img src=x onerror=alert(1)>")
    one = proposal(editor, {LESSON_PATH: evil}, message="<script>alert(2)</script>")
    client.force_login(publisher)
    page = client.get(reverse("studio:proposal", args=[one.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<img src=x" not in page


def test_a_merge_with_marks_left_is_not_taken_and_the_text_stays_in_the_box(
    client: Client, editor: User, publisher: User
) -> None:
    first, second = proposal(publisher, {LESSON_PATH: MORE}), proposal(editor, {LESSON_PATH: CLASH})
    publish(publisher, first)
    client.force_login(editor)
    address = reverse("studio:merge", args=[second.pk, LESSON_PATH])
    page = client.get(address).content.decode()
    assert "In 1 place both changed the same lines" in page
    text = "mine\n<<<<<<< published\n"
    answer = client.post(address, {"text": text, "served": digest(MORE), "choice": "text"})
    assert answer.status_code == 409
    assert "Line 2 still holds a mark" in answer.content.decode()
    assert "mine\n&lt;&lt;&lt;" in answer.content.decode()
    both = replaced(LESSON, "Ties.", "Ties, or no ties.")
    client.post(address, {"text": both.replace("\n", "\r\n"), "served": digest(MORE), "choice": "text"})
    publish(publisher, second)
    assert served(LESSON_PATH) == both


def test_who_has_no_name_is_shown_by_their_address(client: Client, publisher: User) -> None:
    nameless = make_editor("nameless@example.org", name="")
    one = proposal(nameless, {LESSON_PATH: MORE})
    client.force_login(publisher)
    pages = [reverse("studio:proposals"), reverse("studio:proposal", args=[one.pk])]
    release = publish(publisher, one)
    pages += [reverse("studio:history"), reverse("studio:release", args=[release.pk])]
    assert [page for page in pages if "nameless@example.org" not in client.get(page).content.decode()] == []
