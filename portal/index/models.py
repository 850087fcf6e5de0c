"""What can be found, and the words a mistyped one may have been meant to be."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User


class Document(models.Model):
    """One part of something that can be found. Part 0 is the whole of it; the others are its sections.

    ``kind`` and ``ref`` name the thing, ``place`` says whatever its source needs to lead there. Without an ``owner``
    it is everybody's. ``stamp`` tells what it was made from. ``title``, ``heading`` and ``body`` are shown; the three
    ``…_stems`` are looked up: the database keeps its own index over them, see ``engines``. ``facets`` says owner, kind
    and track once more, for an index that knows words alone. What is ``later`` comes after others that are as good.
    The long columns stand last, as they are read least.
    """

    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=190)
    part = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="documents")
    track = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=300, blank=True)
    stamp = models.CharField(max_length=64)
    later = models.BooleanField(default=False)
    facets = models.CharField(max_length=260)
    title = models.TextField()
    heading = models.TextField(blank=True)
    body = models.TextField(blank=True)
    title_stems = models.TextField(blank=True)
    heading_stems = models.TextField(blank=True)
    body_stems = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref", "part"], name="one_document_per_part"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} {self.part}"


class Word(models.Model):
    """A word, and in how many things it stands: in everybody's, or in those of one owner. No row means in none."""

    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=30)
    initial = models.CharField(max_length=1)
    uses = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "text"], name="one_word_per_owner"),
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(owner=None), name="one_word_of_everybody"
            ),
        ]
        indexes = [models.Index(fields=["owner", "initial"], name="words_by_initial")]

    def __str__(self) -> str:
        return self.text


class Gram(models.Model):
    """Three letters in a row of a word of everybody's (see ``rules.spelling``): how words like another are found."""

    word = models.ForeignKey(Word, models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=3)

    class Meta:
        indexes = [models.Index(fields=["gram"], name="words_by_gram")]

    def __str__(self) -> str:
        return self.gram
