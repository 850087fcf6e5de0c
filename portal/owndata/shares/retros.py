"""What the learner wrote about their weeks, and what they named; the figures are computed again from the log."""

from collections.abc import Iterator

from portal.accounts.models import User
from portal.notes.rules import tidy, too_long
from portal.owndata.intake import Intake, NotedKey
from portal.owndata.rules.values import Wrong
from portal.owndata.shares import Paper, Share, shares
from portal.owndata.tables import Table
from portal.progress.models import StudyDay
from portal.retros.export import every_file
from portal.retros.models import Chosen, RetroSettings, Retrospective, Words
from portal.retros.rules.candidates import Question
from portal.retros.rules.weeks import WEEKDAYS, read
from portal.retros.services.weeks import compute_past

_MOST = 200
"""Changes of the first weekday."""


def _check_words(words: Words) -> None:
    for question in Question:
        text = words.texts[question]
        if sentence := too_long(text, f"“{question}”"):
            raise Wrong(sentence)
        if tidy(text).strip() != text:
            raise Wrong(f"“{question}” has line ends or spaces that the portal does not write")


def _check_settings(settings: RetroSettings) -> None:
    """Refuse beginnings of weeks that could not be read."""
    stored = settings.starts
    if not isinstance(stored, list) or len(stored) > _MOST or not all(_is_start(pair) for pair in stored):
        raise Wrong("“starts” is no list of days with their weekdays")
    try:
        starts = read(stored)
    except ValueError as error:
        raise Wrong("“starts” has a day that is none") from error
    days = [since for since, _ in starts]
    if days != sorted(set(days)) or any(since.weekday() != weekday for since, weekday in starts):
        raise Wrong("“starts” has days out of order, or that are not of their weekday")


def _is_start(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and pair[1] in WEEKDAYS


@shares.register
class RetrosShare(Share):
    """Words and choices; the retrospectives are there to read, week by week."""

    slug = "retros"
    label = "Retrospectives"
    rank = 3
    tables = (
        Table(
            file="retro_settings.jsonl",
            model=RetroSettings,
            same=lambda row: "the settings",
            check=_check_settings,
            replaces=True,
        ),
        Table(
            file="retro_words.jsonl",
            model=Words,
            same=lambda row: row.get("first"),
            check=_check_words,
        ),
        Table(
            file="retro_choices.jsonl",
            model=Chosen,
            same=lambda row: (row.get("first"), row.get("question"), row.get("lesson")),
            keys={"lesson": NotedKey()},
        ),
    )
    derived = {Retrospective: "computed again from the log of what the learner did"}

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield each week as a Markdown file."""
        for name, text in every_file(learner):
            yield f"retrospectives/{name}", (text,)

    def settle(self, learner: User, intake: Intake) -> None:
        """Compute the weeks of the log."""
        person = User.objects.select_related("profile").get(pk=learner.pk)
        first = StudyDay.objects.filter(user=learner).order_by("day").values_list("day", flat=True).first()
        if first is not None:
            compute_past(person, first, now=intake.now)
