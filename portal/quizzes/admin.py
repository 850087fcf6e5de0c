"""The admin's pages on what learners handed in: attempts of quizzes and their answers, to look at."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from portal.core.admin import Record
from portal.quizzes.models import Attempt, Response


class Responses(admin.TabularInline):  # type: ignore[type-arg]
    """How each question of the attempt went."""

    model = Response
    fields = readonly_fields = (
        "question", "revision", "tries", "hints", "confidence", "credit", "answered_at", "taken_in",
    )  # fmt: skip
    can_delete = False
    show_change_link = True
    extra = max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return ``False``."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return ``False``."""
        return False


@admin.register(Attempt)
class AttemptAdmin(Record):
    """Quizzes taken. Exams that run out are handed in by a task, and nothing here changes a score."""

    person = "user"
    hidden = ("seed", "request_id")
    list_display = ("started_at", "user", "quiz", "mode", "finished_at", "score_shown", "passed")
    list_filter = ("mode", "passed", ("finished_at", admin.EmptyFieldListFilter), "started_at")
    list_select_related = ("user", "version__quiz")
    search_fields = ("user__email", "user__name", "version__quiz__uid", "version__quiz__title")
    heavy = ("order", "version__spec", "version__stamps", "version__compiler")
    readonly_fields = ("quiz", "score_shown")
    inlines = (Responses,)

    @admin.display(description="quiz")
    def quiz(self, attempt: Attempt) -> str:
        """Return the quiz."""
        return str(attempt.version.quiz)

    @admin.display(description="score")
    def score_shown(self, attempt: Attempt) -> str:
        """Return the score in percent, or nothing but a dash before the end."""
        return "-" if attempt.finished_at is None or attempt.percent is None else f"{attempt.percent} %"


@admin.register(Response)
class ResponseAdmin(Record):
    """Answers, with their grades. What somebody wrote is shown on its own page, not in the list."""

    person = "attempt__user"
    list_display = ("question", "quiz", "learner", "tries", "hints", "credit", "answered_at")
    list_filter = ("answered_at", "taken_in")
    list_select_related = ("attempt__user", "attempt__version__quiz")
    search_fields = ("attempt__user__email", "attempt__user__name", "attempt__version__quiz__uid", "question")
    hidden = ("uuid", "saved_by")
    heavy = (
        "value", "first", "grade", "attempt__order", "attempt__version__spec", "attempt__version__stamps",
    )  # fmt: skip

    @admin.display(description="quiz")
    def quiz(self, response: Response) -> str:
        """Return the quiz."""
        return str(response.attempt.version.quiz)

    @admin.display(description="learner")
    def learner(self, response: Response) -> str:
        """Return who answered."""
        return str(response.attempt.user)
