"""The learner's words: never overwritten unseen; what is named is acted on once; what became of it is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.models import LessonState, ProgressEvent
from portal.progress.services import set_done
from portal.retros.models import Chosen, Retrospective, Words
from portal.retros.rules.weeks import DAY, Week
from portal.retros.services.words import Conflict, Draft, save
from portal.review.models import Card
from portal.routine.models import Wish
from portal.routine.selectors.today import today_of
from portal.routine.services.day import mark
from tests.retros.world import (
    MONDAY_AFTER,
    NEXT,
    TUESDAY,
    WEEK,
    closed,
    lesson,
    live_a_week,
    make_world,
    study,
)
from tests.review.helpers import answered, review

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    learner = make_world()
    live_a_week(learner)
    closed(learner)
    return learner


def draft(
    revision: int = 0, *, close: bool = False, ways: dict[str, str] | None = None, **chosen: list[str]
) -> Draft:
    return Draft({"learned": "One thing."}, revision, chosen, ways or {}, close)


def test_words_are_saved_and_dated(learner: User) -> None:
    words = save(learner, WEEK, draft(), now=MONDAY_AFTER)
    assert (words.learned, words.revision, words.changed_at, words.closed_at) == (
        "One thing.",
        1,
        MONDAY_AFTER,
        None,
    )


def test_a_page_that_is_out_of_date_overwrites_nothing(learner: User) -> None:
    save(learner, WEEK, Draft({"learned": "Mine."}, 0), now=MONDAY_AFTER)
    with pytest.raises(Conflict) as conflict:
        save(
            learner,
            WEEK,
            Draft({"learned": "Another tab's."}, 0, {"repeat": ["sql/joins"]}),
            now=MONDAY_AFTER,
        )
    assert conflict.value.stored.learned == Words.objects.get().learned == "Mine."
    assert not Wish.objects.exists()


def test_the_same_save_again_is_no_conflict(learner: User) -> None:
    for _ in range(2):
        words = save(learner, WEEK, draft(), now=MONDAY_AFTER)
    assert words.revision == 1


def test_a_closed_week_can_be_changed_and_stays_closed_since_then(learner: User) -> None:
    save(learner, WEEK, draft(close=True), now=MONDAY_AFTER)
    later = MONDAY_AFTER + timedelta(days=2)
    words = save(learner, WEEK, Draft({"learned": "Two things."}, 1, close=True), now=later)
    assert (words.closed_at, words.changed_at, words.learned) == (MONDAY_AFTER, later, "Two things.")


def test_a_week_to_come_takes_no_words(learner: User) -> None:
    with pytest.raises(Refused, match="has not begun"):
        save(learner, Week(NEXT.last + DAY, NEXT.last + 7 * DAY), draft(), now=MONDAY_AFTER)


def test_a_text_that_is_too_long_is_refused_and_named(learner: User) -> None:
    with pytest.raises(
        Refused, match=r"The answer to “What was hard\?” has 30,000 bytes; 20,480 can be saved"
    ):
        save(learner, WEEK, Draft({"hard": "x" * 30_000}, 0), now=MONDAY_AFTER)


def test_a_hard_topic_makes_cards_of_what_was_missed_once(learner: User) -> None:
    for revision in (0, 1, 1):
        save(learner, WEEK, draft(revision, hard=["sql/joins"]), now=MONDAY_AFTER)
    cards = Card.objects.of(learner).filter(lesson=lesson())
    assert list(cards.values_list("ref", "kind", "due")) == [("joins-quiz#other", "question", MONDAY_AFTER)]
    assert Chosen.objects.get().made == 1


def test_taking_a_hard_topic_back_and_naming_it_again_makes_no_second_card(learner: User) -> None:
    for chosen in (["sql/windows"], [], ["sql/windows"]):
        save(learner, WEEK, Draft({"hard": "Frames"}, 0, {"hard": chosen}), now=MONDAY_AFTER)
    own = Card.objects.of(learner).filter(kind="own")
    assert list(own.values_list("back", flat=True)) == ["Frames"]


def test_a_hard_topic_is_opened_again_if_the_learner_says_so(learner: User) -> None:
    ways = {"sql/joins": "reopen"}
    for _ in range(2):
        save(learner, WEEK, draft(hard=["sql/joins"], ways=ways), now=MONDAY_AFTER)
    assert LessonState.objects.get(user=learner, lesson=lesson()).read_at is None
    assert ProgressEvent.objects.filter(kind="lesson-reopened").count() == 1
    assert not Card.objects.of(learner).filter(lesson=lesson()).exists()


def test_a_lesson_read_again_is_not_opened_by_saving_once_more(learner: User) -> None:
    ways = {"sql/joins": "reopen"}
    save(learner, WEEK, draft(hard=["sql/joins"], ways=ways), now=MONDAY_AFTER)
    set_done(learner, lesson(), done=True, at=MONDAY_AFTER + timedelta(hours=1), request_id=uuid4())
    for chosen in ([], ["sql/joins"]):
        save(learner, WEEK, draft(hard=chosen, ways=ways), now=MONDAY_AFTER + timedelta(hours=2))
    assert LessonState.objects.get(user=learner, lesson=lesson()).read_at is not None


def test_what_is_to_be_repeated_comes_first_in_next_weeks_evenings(learner: User) -> None:
    for _ in range(2):
        save(learner, WEEK, draft(repeat=["sql/joins"]), now=MONDAY_AFTER)
    evening = next(b for b in today_of(learner, MONDAY_AFTER).blocks if b.slot.id == "evening")
    assert (evening.tasks[0].title, evening.tasks[0].note) == ("Repeat: Joins", "You asked to repeat it.")
    assert Wish.objects.count() == 1


def test_it_is_suggested_neither_before_nor_after_nor_once_it_is_repeated(learner: User) -> None:
    save(learner, WEEK, draft(repeat=["sql/joins"]), now=MONDAY_AFTER)

    def suggested(after: timedelta) -> bool:
        blocks = today_of(learner, MONDAY_AFTER + after).blocks
        return any(task.icon == "retro" for block in blocks for task in block.tasks)

    assert [suggested(timedelta(days=days)) for days in (-1, 0, 3, 7)] == [False, True, True, False]
    mark(learner, "repeat:2026-11-23:sql/joins", "read", now=MONDAY_AFTER, request_id=uuid4())
    assert not suggested(timedelta(0))


def test_what_is_no_longer_to_be_repeated_is_no_longer_suggested(learner: User) -> None:
    save(learner, WEEK, draft(repeat=["sql/joins"]), now=MONDAY_AFTER)
    save(learner, WEEK, draft(1), now=MONDAY_AFTER)
    assert not Wish.objects.exists()


def test_the_next_week_says_what_became_of_it(learner: User) -> None:
    save(learner, WEEK, draft(repeat=["sql/joins"], hard=["sql/windows"]), now=MONDAY_AFTER)
    mark(learner, "repeat:2026-11-23:sql/joins", "read", now=MONDAY_AFTER, request_id=uuid4())
    review(learner, answered("windows#2"), at=MONDAY_AFTER + timedelta(hours=1))
    topics = closed(learner, NEXT, MONDAY_AFTER + timedelta(days=8)).figures["followed"]["topics"]
    told = {topic["uid"]: (topic["became"], topic["done"]) for topic in topics}
    assert told == {"sql/joins": ("repeated", True), "sql/windows": ("1 of 1 recalled", True)}


def test_naming_a_topic_late_changes_what_the_next_week_says(learner: User) -> None:
    study(learner, MONDAY_AFTER)
    closed(learner, NEXT, MONDAY_AFTER + timedelta(days=8))
    save(learner, WEEK, draft(repeat=["sql/joins"]), now=MONDAY_AFTER + timedelta(days=9))
    followed = Retrospective.objects.get(first=NEXT.first).figures["followed"]
    assert [topic["became"] for topic in followed["topics"]] == ["nothing yet"]


def test_a_topic_there_is_not_is_passed_over(learner: User) -> None:
    save(learner, WEEK, draft(hard=["no/such", "x" * 500], repeat=["no/such"]), now=MONDAY_AFTER)
    assert not Chosen.objects.exists()


def test_words_on_a_week_without_a_row_are_kept_and_acted_on(learner: User) -> None:
    Retrospective.objects.all().delete()
    save(learner, WEEK, draft(hard=["sql/joins"]), now=TUESDAY + timedelta(days=1))
    assert Card.objects.of(learner).filter(ref="joins-quiz#other").exists()
