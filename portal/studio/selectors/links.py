"""Which files speak of another one."""

from django.db.models import TextField
from django.db.models.functions import Cast

from portal.content.models import Blob, SourceFile

MOST = 50


def files_that_name(path: str, uid: str = "") -> list[str]:
    """Return the paths of the served files that link to or show ``path``, or build on the lesson ``uid``; so many."""
    texts = SourceFile.objects.annotate(text=Cast("summary", TextField())).exclude(path=path)
    found = set(texts.filter(text__contains=f'"{path}"').values_list("path", flat=True)[:MOST])
    if uid:
        named = texts.filter(text__contains=f'"{uid}"').exclude(path__endswith=".quiz.md")
        found |= set(named.values_list("path", flat=True)[:MOST])
        facts = Blob.objects.filter(
            pk__in=SourceFile.objects.filter(path="facts.yml").values("blob_id")
        ).first()
        if facts and uid.encode() in bytes(facts.data):
            found.add("facts.yml")
    return sorted(found)[:MOST]
