"""Promise D2, first half: an export holds all of a user's data, also of models that do not exist yet."""

import json

import pytest
from django.apps import apps
from django.db.models import SET_NULL, Model

from portal.accounts.models import User
from portal.owndata.left_out import LEFT_OUT
from portal.owndata.shares import every_table, in_order
from portal.owndata.tables import Table
from portal.studio.services.drafts import put
from tests.factories import NOON
from tests.owndata.world import archive_of, bring, files_of, make_full, make_newcomer

pytestmark = pytest.mark.django_db
SECRETS = ("password", "token", "session_key", "secret", "hash")


def personal() -> set[type[Model]]:
    """Return every model whose rows belong to a user, straight or through one of those.

    A row that only names a user, and stays without the name when they go, is found too; what hangs on it is not theirs.
    """
    found: set[type[Model]] = {User}
    owned = set(found)
    while more := {
        (model, field.remote_field.on_delete is not SET_NULL)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model in owned and (model not in found or model not in owned)
        if field.remote_field.on_delete is not SET_NULL or model not in found
    }:
        found |= {model for model, _ in more}
        owned |= {model for model, is_owned in more if is_owned}
    return found


def test_every_model_of_a_user_is_exported_or_derived_or_left_out_for_a_reason() -> None:
    exported = {table.model for table in every_table()}
    derived = {model for share in in_order() for model in share.derived}
    left_out = {apps.get_model(label) for label in LEFT_OUT}
    through = {model for model in personal() if model._meta.auto_created}
    missing = personal() - exported - derived - left_out - through
    assert {model._meta.label for model in missing} == set(), "give it a table in portal/owndata/shares"


def test_what_is_left_out_or_derived_has_a_reason_and_is_not_exported_as_well() -> None:
    reasons = {**LEFT_OUT, **{m._meta.label: why for share in in_order() for m, why in share.derived.items()}}
    assert all(len(why) > 10 for why in reasons.values())
    assert {table.model._meta.label for table in every_table()} & reasons.keys() == set()


@pytest.mark.parametrize("table", every_table(), ids=lambda table: table.file)
def test_every_column_is_written_or_left_out_for_a_reason(table: Table) -> None:
    columns = {field.name for field in table.model._meta.concrete_fields}
    owner = {table.owner} if "__" not in table.owner else set()
    assert columns - set(table.fields) - set(table.without) <= {"id"} | owner
    assert set(table.without) <= columns
    assert not [name for name in table.fields if any(secret in name for secret in SECRETS)]


def test_no_secret_is_in_an_archive() -> None:
    learner = make_full()
    learner.set_password("a quiet river at dawn")
    learner.save()
    whole = b"".join(files_of(archive_of(learner)).values())
    assert learner.password.encode() not in whole
    assert b"md5$" not in whole
    assert b"not-for-an-archive" not in whole
    assert b"https://ntfy.example.org/study" in whole


def test_the_manifest_says_what_is_in_the_archive_and_whose_it_is() -> None:
    learner = make_full()
    files = files_of(archive_of(learner))
    manifest = json.loads(files["manifest.json"])
    assert manifest["account"]["email"] == learner.email
    assert set(manifest["files"]) == set(files) - {"manifest.json"}
    assert all(
        manifest["files"][name]["bytes"] == len(data)
        for name, data in files.items()
        if name in manifest["files"]
    )
    assert manifest["files"]["events.jsonl"]["rows"] == learner.progress_events.count()


def test_what_an_editor_has_not_proposed_yet_is_in_the_archive_and_does_not_come_in_again() -> None:
    editor, odd = make_full(), b"\x89PNG\r\n\x1a\n\xff"
    files = {"data/rows.jsonl": b'{"a": 1}\n', "01-sql/assets/a.png": odd, "01-sql/track.md": None}
    for path, data in files.items():
        put(editor, path, data, now=NOON)
    found = files_of(archive_of(editor))
    assert {name: data for name, data in found.items() if name.startswith("drafts/")} == {
        "drafts/data/rows.jsonl": b'{"a": 1}\n',
        "drafts/01-sql/assets/a.png": odd,
    }
    assert b"01-sql/track.md,,True,2026-" in found["drafts.csv"]
    newcomer = make_newcomer()
    assert bring(newcomer, archive_of(editor)).unknown == {}
    assert not newcomer.drafts.exists()


def test_one_learner_never_gets_rows_of_another() -> None:
    make_full(word="Not for others 4711")
    mine = make_full(word="Mine")
    assert b"Not for others" not in b"".join(files_of(archive_of(mine)).values())


def test_a_spreadsheet_finds_no_formula() -> None:
    files = files_of(archive_of(make_full(word="=cmd|' /C calc'!A0")))
    cells = b"\n".join(data for name, data in files.items() if name.endswith(".csv")).decode()
    assert "'=cmd" in cells
    assert not [
        line
        for line in cells.splitlines()
        for cell in line.split(",")
        if cell.strip('"').startswith(("=", "@"))
    ]
