"""A track of a plan: its length, its modules with their topics, and its milestone."""

# ruff: noqa: RUF001 - the signs people type in a plan

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from portal.content.compile.problems import Problems
from portal.content.planning.parts import MilestoneDraft, ModuleDraft, Topic, TrackDraft
from portal.content.planning.plain.durations import Weeks, take_weeks
from portal.content.planning.plain.lines import UNTITLED, Bullet, Section, plain
from portal.content.planning.plain.words import MILESTONE, ONGOING, words_of

TITLE, TOPIC = 120, 160
MOST_WEEKS = 104


def read_track(section: Section, problems: Problems, notes: Problems) -> TrackDraft:
    """Read one track. What has no topics becomes a topic of its own name, so that nothing is lost."""
    title, weeks = take_weeks(plain(section.text))
    title = title or UNTITLED
    if weeks is None and len(words_of(title)) <= 3 and words_of(title) & ONGOING:
        weeks = Weeks(None)
    if weeks and weeks.span and weeks.span[1] > MOST_WEEKS:
        problems.add(section.line, f"a track of {weeks.span[1]} weeks", f"at most {MOST_WEEKS}")
    title = fit(title, TITLE, section.line, notes)
    milestones = list(_milestones(section, title))
    for other in milestones[1:]:
        notes.add(
            other.line, f"a second milestone of {title!r} became a step of the first", "one for each track"
        )
    modules = list(_modules(section, title, notes))
    text = "\n\n".join(text for text, _ in section.texts if not _milestone_in(text))
    return TrackDraft(title, weeks, text, tuple(modules), _joined(milestones), section.line)


def fit(text: str, limit: int, line: int, notes: Problems) -> str:
    """Return a title of at most ``limit`` characters, cut between words; say so when it was longer."""
    if len(text) <= limit:
        return text
    notes.add(line, f"a title of {len(text)} characters was cut", f"at most {limit}")
    return shortened(text, limit)


def shortened(text: str, limit: int) -> str:
    """Return at most ``limit`` characters of a text, cut between words, with three dots where it was cut."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rpartition(" ")[0] if " " in head[limit // 2 :] else head).rstrip(" ,;:–—-") + "…"


def _modules(section: Section, title: str, notes: Problems) -> Iterator[ModuleDraft]:
    """Yield the modules: the topics right below the track, then one for each heading below it."""
    own = list(_topics(section, notes))
    others = [below for below in section.below if _milestone_in(below.text) is None]
    if own or not others:
        if not own:
            notes.add(
                section.line, f"{title!r} has no topics, so it became one itself", "a list of topics below it"
            )
        yield ModuleDraft(title, tuple(own) or (Topic(title, (), section.line),), section.line)
    for below in others:
        name = fit(take_weeks(plain(below.text))[0] or UNTITLED, TITLE, below.line, notes)
        topics = list(_topics(below, notes, is_module=True))
        if not topics:
            notes.add(
                below.line, f"{name!r} has no topics, so it became one itself", "a list of topics below it"
            )
            points = tuple(text for text, _ in below.texts if not _milestone_in(text))
            topics = [Topic(name, points, below.line)]
        yield ModuleDraft(name, tuple(topics), below.line)


def _topics(section: Section, notes: Problems, *, is_module: bool = False) -> Iterator[Topic]:
    """Yield the bullets of a section as topics; below a module, a further heading is a topic and its bullets points."""
    begun = min((line for text, line in section.texts if _milestone_in(text) is not None), default=None)
    for bullet in section.bullets:
        title = plain(bullet.text)
        if not title or _milestone_in(bullet.text) is not None or (begun and bullet.line > begun):
            continue
        points: tuple[str, ...] = (bullet.text,) if len(title) > TOPIC or "](https://" in bullet.text else ()
        yield Topic(
            fit(title, TOPIC, bullet.line, notes),
            (*points, *filter(None, map(flat, bullet.below))),
            bullet.line,
        )
    for below in section.below if is_module else ():
        if _milestone_in(below.text) is None:
            points = tuple(filter(None, (*(text for text, _ in below.texts), *_points(below))))
            yield Topic(fit(plain(below.text) or UNTITLED, TOPIC, below.line, notes), points, below.line)


def _points(section: Section) -> Iterator[str]:
    """Yield everything below a heading that is a topic, one line each."""
    yield from map(flat, section.bullets)
    for below in section.below:
        yield ": ".join([plain(below.text), ", ".join(_points(below))]).removesuffix(": ")


def flat(bullet: Bullet) -> str:
    """Return a bullet and what is below it in one line."""
    below = ", ".join(map(flat, bullet.below))
    return f"{bullet.text.rstrip(' :')}: {below}" if below else bullet.text


def _milestone_in(text: str) -> str | None:
    """Return what a line names as a milestone ("" for the bare word), or None when it names none."""
    found = MILESTONE.fullmatch(plain(text))
    return (found["text"] or "").strip() if found else None


def _milestones(section: Section, track: str) -> Iterator[MilestoneDraft]:
    """Yield every milestone of a track, wherever it stands in it."""
    for text, line in section.texts:
        if (name := _milestone_in(text)) is not None:
            steps = [flat(bullet) for bullet in section.bullets if bullet.line > line]
            yield _milestone(name, steps, line, track)
    for bullet in section.bullets:
        if (name := _milestone_in(bullet.text)) is not None:
            yield _milestone(name, [flat(below) for below in bullet.below], bullet.line, track)
    for below in section.below:
        name = _milestone_in(below.text)
        if name is None:
            yield from _milestones(below, track)
        else:
            lines = [text for text, _ in below.texts] + [flat(bullet) for bullet in below.bullets]
            yield _milestone(name, lines, below.line, track)


def _milestone(name: str, steps: Sequence[str], line: int, track: str) -> MilestoneDraft:
    """Return a milestone; the bare word takes its title from the first line below it."""
    if not name and steps:
        name, steps = steps[0], steps[1:]
    title = shortened(plain(name).rstrip(".") or track, TITLE)
    return MilestoneDraft(title, tuple(step for step in steps if step), line)


def _joined(milestones: Iterable[MilestoneDraft]) -> MilestoneDraft | None:
    """Return the first milestone with the others as steps of it."""
    found = list(milestones)
    if not found:
        return None
    first, *others = found
    more = [step for other in others for step in (other.title, *other.steps)]
    return MilestoneDraft(first.title, (*first.steps, *more), first.line)
