"""A plain study plan as values: the title, the tracks, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.content.compile.parts import Blog
from portal.content.compile.problems import Problems
from portal.content.planning.parts import BookDraft, PlanDraft, SlotDraft, TrackDraft
from portal.content.planning.plain.beside import read_blogs, read_book, read_routine
from portal.content.planning.plain.lines import Section, plain, read_lines
from portal.content.planning.plain.tracks import fit, read_track, shortened
from portal.content.planning.plain.words import BLOGS, BOOK, is_about, is_routine

MOST_TRACKS = MOST_MODULES = 40
MOST_SLOTS = 12
MOST_TOPICS = 2_000
_FORM = "`# Title`, `## Track (3 weeks)`, `### Module`, and topics as a list"


@dataclass(slots=True)
class _Beside:
    """What the sections beside the tracks hold."""

    daily: list[SlotDraft] = field(default_factory=list)
    weekly: list[SlotDraft] = field(default_factory=list)
    book: BookDraft | None = None
    blogs: list[Blog] = field(default_factory=list)


def read_plan(text: str, name: str, problems: Problems, notes: Problems) -> PlanDraft | None:
    """Read a plan; ``name`` is its title when it has none. None when there is a problem.

    Notes say what was left out or made up, and where.
    """
    root, left = read_lines(text)
    for line, what in left:
        notes.add(line, f"{what} was left out", "headings, lists and short texts")
    title, summary, sections = _opening(root, name, notes)
    beside = _Beside()
    tracks = [
        read_track(section, problems, notes) for section in sections if not _take(section, beside, notes)
    ]
    _check(tracks, beside, problems)
    if problems:
        return None
    return PlanDraft(
        fit(title, 120, 1, notes),
        summary,
        tuple(tracks),
        tuple(beside.daily),
        tuple(beside.weekly),
        beside.book,
        tuple(beside.blogs),
    )


def _opening(root: Section, name: str, notes: Problems) -> tuple[str, str, list[Section]]:
    """Return title, summary and sections of the plan; the title is above all other headings, or first and alone."""
    if not root.below:
        return name, "", []
    first, *others = root.below
    heads = first.below if first.below or not others else others
    has_all = not others and first.below
    stands_alone = bool(others) and not first.bullets and all(_is_beside(below) for below in first.below)
    if has_all or (stands_alone and not _is_beside(first)):
        sections = [*first.below, *others] if stands_alone else list(heads)
        if first.bullets:
            notes.add(
                first.bullets[0].line, "a list right below the title was left out", "a list below a track"
            )
        texts = [text for text, _ in [*root.texts, *first.texts]]
        return plain(first.text) or name, shortened(plain(" ".join(texts)), 160), sections
    notes.add(first.line, f"no title, so the plan is called {name!r}", "`# Title` above everything else")
    return name, shortened(plain(" ".join(text for text, _ in root.texts)), 160), root.below


def _is_beside(section: Section) -> bool:
    """Return whether a section is no track."""
    text = plain(section.text)
    return is_routine(text) or is_about(_before_colon(text), BOOK) or is_about(text, BLOGS)


def _take(section: Section, beside: _Beside, notes: Problems) -> bool:
    """Read a section that is no track; return whether it was one."""
    text = plain(section.text)
    if is_routine(text):
        daily, weekly = read_routine(section)
        beside.daily += daily
        beside.weekly += weekly
    elif is_about(_before_colon(text), BOOK):
        beside.book = read_book(section, notes) or beside.book
    elif is_about(text, BLOGS):
        beside.blogs += read_blogs(section, notes)
    else:
        return False
    return True


def _before_colon(text: str) -> str:
    """Return the heading without what it names: ``Book`` of ``Book: Fundamentals``."""
    return text.partition(":")[0]


def _check(tracks: list[TrackDraft], beside: _Beside, problems: Problems) -> None:
    """Note what no curriculum can hold."""
    if not tracks:
        problems.add(1, "no tracks", _FORM)
    if len(tracks) > MOST_TRACKS:
        problems.add(tracks[MOST_TRACKS].line, f"{len(tracks)} tracks", f"at most {MOST_TRACKS}")
    for track in tracks:
        if len(track.modules) > MOST_MODULES:
            problems.add(track.line, f"{len(track.modules)} modules in a track", f"at most {MOST_MODULES}")
    topics = sum(len(module.topics) for track in tracks for module in track.modules)
    if topics > MOST_TOPICS:
        problems.add(tracks[-1].line, f"{topics:,} topics", f"at most {MOST_TOPICS:,}")
    for slots, when in ((beside.daily, "day"), (beside.weekly, "week")):
        if len(slots) > MOST_SLOTS:
            problems.add(slots[MOST_SLOTS].line, f"{len(slots)} blocks in a {when}", f"at most {MOST_SLOTS}")
        for slot in slots:
            if slot.minutes and slot.minutes[1] > 600:
                problems.add(slot.line, f"a block of {slot.minutes[1]} minutes", "at most 600")
    milestones = [track.milestone for track in tracks if track.milestone]
    if len(milestones) > 9:
        problems.add(milestones[9].line, f"{len(milestones)} milestones", "at most 9")
