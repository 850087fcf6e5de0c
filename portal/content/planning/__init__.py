"""Bring your own plan: a plain study plan becomes the files of a curriculum. Pure Python, no Django."""

from portal.content.planning.drafting import Draft, draft
from portal.content.planning.plain.reading import read_plan
from portal.content.planning.present import MEMORY, Present, read_present
from portal.content.planning.repair import Repair, repair

__all__ = ["MEMORY", "Draft", "Present", "Repair", "draft", "read_plan", "read_present", "repair"]
