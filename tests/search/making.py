"""Things to find: a lesson with sections, a quiz beside it, and notes."""

from typing import Any

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.search.selectors import Results, search
from portal.search.sync import bring_up_to_date
from tests.factories import make_learner, make_lesson, make_track

WINDOWS = (
    '<h2 id="s-idea">The idea</h2><p>Each row keeps its place and looks at its <strong>peers</strong>.</p>'
    '<h2 id="s-frames">Frames and ranges</h2><p>A frame says which rows count. <code>ROW_NUMBER</code> counts.</p>'
)
JOINS = (
    '<h2 id="s-keys">Keys</h2><p>A window into two tables at once: every row meets its partner by a key.</p>'
)


def make_lessons() -> list[Lesson]:
    """Make two lessons of one track and one of another, and put them into the index."""
    sql = make_track("sql", title="SQL", short="SQL")
    made = [
        make_lesson(
            "sql/window-functions", track=sql, title="Window functions", short="Windows", html=WINDOWS
        ),
        make_lesson("sql/joins", track=sql, title="Joins", short="Joins", html=JOINS),
        make_lesson(
            "kafka/topics", title="Topics", short="Topics", html="<h2 id='s-log'>A log</h2><p>Kafka.</p>"
        ),
    ]
    bring_up_to_date()
    return made


def titles(query: str, learner: User | None = None, **options: Any) -> list[str]:
    """Return the titles of what a search finds, without marks."""
    return [plain(row.title) for row in found(query, learner, **options).rows]


def found(query: str, learner: User | None = None, **options: Any) -> Results:
    """Search as a stranger, or as somebody."""
    return search(learner, query, **options)


def plain(marked: str) -> str:
    """Return a text without its marks."""
    return marked.replace("<mark>", "").replace("</mark>", "")


def make_reader() -> User:
    """Make somebody with a zone."""
    return make_learner(zone="Europe/Berlin")
