"""Out and in again: nothing is lost, and what is derived is the same."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.notes.models import Note
from portal.owndata.shares import every_table, in_order
from portal.progress.ledger import _rows
from portal.review.models import Card
from tests.owndata.world import archive_of, bring, files_of, make_full, make_newcomer, rows_of

pytestmark = pytest.mark.django_db


def test_an_archive_that_was_brought_back_is_exported_byte_for_byte_as_it_came() -> None:
    source, target = make_full(), make_newcomer()
    first = files_of(archive_of(source))
    report = bring(target, archive_of(source))
    second = files_of(archive_of(target))
    assert report.unknown == {}
    changed = {name for name in first | second if first.get(name) != second.get(name)}
    assert changed == {"manifest.json", "channels.csv"}  # channels know this portal, and are added anew
    one, two = (json.loads(files["manifest.json"]) for files in (first, second))
    assert one.pop("account")["email"] == source.email
    assert two.pop("account")["email"] == target.email
    assert one["files"].pop("channels.csv") != two["files"].pop("channels.csv")
    assert one == two


def test_the_full_learner_has_rows_in_every_table() -> None:
    files = files_of(archive_of(make_full()))
    assert [table.file for table in every_table() if not rows_of(files, table.file)] == []


def test_what_is_derived_is_the_same_and_true() -> None:
    source, target = make_full(), make_newcomer()
    bring(target, archive_of(source))
    assert _rows(target) == _rows(source)
    assert _rows(target).days
    assert _rows(target).proven == _rows(source).proven
    memories = [[card.memory for card in Card.objects.of(who).order_by("pk")] for who in (source, target)]
    assert memories[0] == memories[1]
    for command in ("verify_progress", "verify_review"):
        out = StringIO()
        call_command(command, stdout=out)
        assert out.getvalue() == "0 differences\n"


def test_texts_get_the_look_that_this_portal_gives_them() -> None:
    source, target = make_full(), make_newcomer()
    bring(target, archive_of(source))
    looks = [
        list(Note.objects.of(who).order_by("pk").values_list("html", "fault")) for who in (source, target)
    ]
    assert looks[0] == looks[1]
    assert any("<em>" in html or "ünïcode" in html for html, _ in looks[1])


def test_an_export_takes_one_query_for_each_file_whatever_the_rows() -> None:
    learner = make_full()
    with CaptureQueriesContext(connection) as queries:
        archive_of(learner)
    papers = sum(len(list(share.papers(learner))) for share in in_order())
    assert len(queries) <= len(every_table()) + papers + 3
