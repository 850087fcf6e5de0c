"""What a change with problems would take from learners is told beside its problems."""

import pytest

from portal.accounts.models import User
from portal.content.models import ChecklistItem, Lesson
from portal.progress.models import ItemTick, LessonState
from portal.studio.models import Draft
from portal.studio.rules.aliases import old_names
from portal.studio.selectors.proposals import prospect_of
from portal.studio.services.making import move
from portal.studio.services.proposals import propose
from tests.content.compile.trees import LESSON_PATH, OUTLINE_PATH, replaced
from tests.factories import make_learner
from tests.studio.world import LESSON, NOON, QUIZ, QUIZ_PATH, proposal

pytestmark = pytest.mark.django_db
BAD = replaced(LESSON, "level: core", "level: high")


def told(author: User, files: dict[str, str | None]) -> dict[str, int]:
    """Return what the report of a proposal with problems says, with how many learners each line is about."""
    prospect = prospect_of(proposal(author, files), now=NOON)
    assert prospect.own or prospect.others
    return {effect.what: effect.learners for effect in prospect.effects}


def test_a_lesson_that_is_removed_and_still_built_on_names_the_learners_at_work_in_it(editor: User) -> None:
    lesson, first = Lesson.objects.get(uid="sql/joins"), make_learner()
    LessonState.objects.create(user=first, lesson=lesson)
    item = ChecklistItem.objects.filter(lesson=lesson).first()
    assert item
    for learner in (first, make_learner()):
        ItemTick.objects.create(user=learner, item=item, ticked_at=NOON)
    assert told(editor, {OUTLINE_PATH: None}) == {"Lesson sql/joins goes": 2}


def test_a_quiz_and_a_question_that_go_are_told_beside_a_problem(editor: User) -> None:
    assert told(editor, {QUIZ_PATH: None, LESSON_PATH: BAD}) == {"Quiz windows-quiz goes": 0}
    changed = replaced(QUIZ, "{#gaps}", "{#race}")
    assert told(editor, {QUIZ_PATH: changed, LESSON_PATH: BAD}) == {"Question gaps goes": 0}
    aliased = replaced(changed, "title: Windows\n", "title: Windows\naliases: {gaps: race}\n")
    assert told(editor, {QUIZ_PATH: aliased, LESSON_PATH: BAD}) == {}


def test_what_moves_or_cannot_be_read_does_not_vanish(editor: User) -> None:
    assert told(editor, {LESSON_PATH: "no front matter"}) == {}
    move(editor, OUTLINE_PATH, "01-sql/01-core/07-joins.md", new_id="sql/joining", now=NOON)
    paths = list(Draft.objects.of(editor).values_list("path", flat=True))
    prospect = prospect_of(propose(editor, paths, message="Later", now=NOON), now=NOON)
    assert prospect.others
    assert prospect.effects == []


@pytest.mark.parametrize(
    ("aliases", "names"),
    [
        ("aliases: [sql/a, 'sql/b']", {"sql/a", "sql/b"}),
        ("aliases:\n  - sql/a\n- sql/b", {"sql/a", "sql/b"}),
        ("aliases: {a: b, c: d}", {"a", "c"}),
        ("aliases:\n  a: b\n  c: d", {"a", "c"}),
        ("level: core", set()),
    ],
)
def test_old_names_are_read_in_each_way_they_are_written(aliases: str, names: set[str]) -> None:
    assert old_names(f"---\nid: x\n{aliases}\n---\n\nText\n") == names
    assert old_names("no front matter") == set()
