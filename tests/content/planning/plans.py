"""Reading plans in tests."""

from pathlib import Path

from portal.content.compile.problems import Problems
from portal.content.planning import read_plan
from portal.content.planning.parts import PlanDraft

FOLDER = Path(__file__).resolve().parents[1] / "plans"


def notes_and_plan(text: str) -> tuple[list[str], PlanDraft]:
    """Read a plan without problems; return the notes as well."""
    problems, notes = Problems("plan.md"), Problems("plan.md")
    plan = read_plan(text, "Mine", problems, notes)
    assert plan is not None, problems
    return [str(note) for note in notes], plan


def read(text: str) -> PlanDraft:
    return notes_and_plan(text)[1]


def problems_of(text: str) -> list[str]:
    """Read a plan; return its problems."""
    problems = Problems("plan.md")
    read_plan(text, "Mine", problems, Problems("plan.md"))
    return [str(problem) for problem in problems]


def topics(plan: PlanDraft) -> list[str]:
    return [topic.title for track in plan.tracks for module in track.modules for topic in module.topics]
