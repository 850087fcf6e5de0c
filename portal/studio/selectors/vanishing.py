"""What a change with problems would take from learners, as far as the ids in its files tell: it cannot be compiled."""

from __future__ import annotations

from collections.abc import Iterable

from portal.content.compile.places import peek_id
from portal.content.compile.source.paths import kind_of
from portal.content.models import SourceFile
from portal.content.sync.publishing import Edit
from portal.studio.rules.aliases import lacks_alias
from portal.studio.selectors.effects import Alias, Effect, learners_of_lessons, lesson_goes


def renames_of(edits: Iterable[Edit]) -> list[Effect]:
    """Return the lessons with another id in their very file, and no alias: what a change with problems tells."""
    texts = {
        edit.path: edit.data for edit in edits if edit.data is not None and kind_of(edit.path) == "lesson"
    }
    rows = SourceFile.objects.filter(path__in=texts)
    ids = {path: peek_id(data) for path, data in texts.items()}
    old = {row.path: str(row.summary.get("id", "")) for row in rows if row.summary}
    gone = {path: uid for path, uid in old.items() if ids[path] and uid and uid not in ids.values()}
    learners = learners_of_lessons(list(gone.values()))
    return [
        lesson_goes(uid, learners[uid], Alias(path, uid, "", ids[path]))
        for path, uid in sorted(gone.items())
        if lacks_alias(texts[path].decode(errors="replace"), uid)
    ]
