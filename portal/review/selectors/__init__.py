"""Reads of the recall queue. ``services`` writes."""

from portal.review.selectors.ahead import DayAhead, forecast, next_turn
from portal.review.selectors.due import Queue, queue
from portal.review.selectors.lessons import ConceptRecord, concept_record, fading_differences
from portal.review.selectors.log import differences, last_undoable
from portal.review.selectors.terms import Terms, terms_of

__all__ = [
    "ConceptRecord",
    "DayAhead",
    "Queue",
    "Terms",
    "concept_record",
    "differences",
    "fading_differences",
    "forecast",
    "last_undoable",
    "next_turn",
    "queue",
    "terms_of",
]
