"""The compiler of the curriculum: files to frozen values or a list of problems. Pure Python, no Django."""

from pathlib import Path

from portal.content.compile.file import Outcome, compile_file
from portal.content.compile.fingerprint import fingerprint
from portal.content.compile.places import Addresses, Place
from portal.content.compile.pool import OnProgress
from portal.content.compile.problems import Problem
from portal.content.compile.source.texts import Shelf, SourceText, fetch
from portal.content.compile.summary import Known, Summary
from portal.content.compile.tree import Check, Compiled, compile_texts, compile_tree

RENDERER = fingerprint(Path(__file__).parent)

__all__ = [
    "RENDERER",
    "Addresses",
    "Check",
    "Compiled",
    "Known",
    "OnProgress",
    "Outcome",
    "Place",
    "Problem",
    "Shelf",
    "SourceText",
    "Summary",
    "compile_file",
    "compile_texts",
    "compile_tree",
    "fetch",
]
