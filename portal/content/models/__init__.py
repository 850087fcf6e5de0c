"""The rows of the curriculum: its files and their history, and what is served of them."""

from portal.content.models.curriculum import (
    ChecklistItem,
    Lesson,
    LessonAlias,
    LessonConcept,
    LessonVersion,
    Milestone,
    Module,
    PlanDocument,
    QuestionConcept,
    Track,
)
from portal.content.models.files import Blob, Conflict, FileVersion, FolderFile, Release, SourceFile

__all__ = [
    "Blob",
    "ChecklistItem",
    "Conflict",
    "FileVersion",
    "FolderFile",
    "Lesson",
    "LessonAlias",
    "LessonConcept",
    "LessonVersion",
    "Milestone",
    "Module",
    "PlanDocument",
    "QuestionConcept",
    "Release",
    "SourceFile",
    "Track",
]
