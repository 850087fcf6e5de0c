"""Filters for the pages of the plan."""

from django import template

from portal.reading.rules import counted, duration, in_words

register = template.Library()
register.filter("count", counted)
register.filter("words", in_words)
register.filter("duration", duration)
