"""The editor that is served is the one its source and the locked packages make."""

import hashlib
import json
import re

import pytest

from scripts.common import ROOT

pytestmark = pytest.mark.once
BUNDLE = ROOT / "static/js/studio/codemirror.js"
SOURCES = ("scripts/editor/editor.mjs", "scripts/editor/build.mjs", "package-lock.json")


def test_source_packages_and_bundle_belong_together() -> None:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(f"{name}\0".encode() + (ROOT / name).read_bytes() + b"\0")
    found = re.search(r"sha256 ([0-9a-f]{64})", BUNDLE.read_text(encoding="utf-8")[:400])
    assert found is not None
    assert found[1] == digest.hexdigest(), "run `npm run build` and commit what it makes"


def test_the_licence_of_every_package_in_it_is_beside_it() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    text = (BUNDLE.parent / "codemirror.LICENSE.txt").read_text(encoding="utf-8")
    named = re.findall(r"^((?:@[\w.-]+/)?[\w.-]+) (\d+\.\d+\.\d+) \(([\w.-]+)\)$", text, re.MULTILINE)
    assert {"@codemirror/view", "@codemirror/state", "@lezer/markdown", "style-mod"} <= {
        name for name, _, _ in named
    }
    assert [name for name, version, _ in named if lock[f"node_modules/{name}"]["version"] != version] == []
    assert {licence for _, _, licence in named} == {"MIT"}
