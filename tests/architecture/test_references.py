"""What files say of other files, of other hosts and of other times is true."""

import json
import re
from pathlib import PurePosixPath

import pytest

from tests.architecture.files import ROOT, text, tracked, with_suffix

pytestmark = pytest.mark.once

LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json", ".npmrc", "pyproject.toml")
TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".yml", ".yaml", ".txt", ".json"}
BARE = {"Makefile", "Dockerfile", "Procfile", "run", ".env.example", ".gitignore", ".dockerignore"}
BESIDE = "../" + "shared"
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def _texts() -> list[PurePosixPath]:
    """Return the files a person writes."""
    return [path for path in tracked() if path.suffix in TEXT or path.name in BARE]


def test_nothing_refers_to_the_folder_beside_the_project() -> None:
    assert [str(path) for path in _texts() if BESIDE in text(path)] == []


def test_nothing_is_left_for_later() -> None:
    code = [path for path in _texts() if path.parts[0] != "curriculum"]  # a lesson may speak of anything
    assert [str(path) for path in code if LATER.search(text(path))] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_download_host(name: str) -> None:
    found = re.findall(r"https?://[^\s\"']+", (ROOT / name).read_text(encoding="utf-8"))
    assert found == []


def test_every_locked_package_has_a_hash() -> None:
    for name in LOCKS[:2]:
        packages = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8"))
        bare = [
            block.split()[0]
            for block in packages
            if not block.startswith("#") and "--hash=sha256:" not in block
        ]
        assert bare == []
    node = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [path for path, entry in node.items() if path and not entry.get("integrity")] == []


def test_the_two_locks_agree() -> None:
    runtime, dev = (_pins((ROOT / name).read_text(encoding="utf-8")) for name in LOCKS[:2])
    assert {name: pin for name, pin in runtime.items() if dev.get(name) != pin} == {}


def _pins(lock: str) -> dict[str, str]:
    """Return the version of each package in a lock."""
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", lock, re.MULTILINE))


def test_documents_name_only_files_and_targets_that_exist() -> None:
    missing = [
        f"{path}: {name}"
        for path in with_suffix(".md", below=("docs", "README.md", "CONTRIBUTING.md"))
        for name in _names(text(path))
        if not _exists(name, path)
    ]
    assert missing == []


def _names(document: str) -> list[str]:
    """Return what a document mentions in code style, or links to, that looks like a file of the project."""
    prose = re.sub(r"```.*?```", "", document, flags=re.DOTALL)
    prose = prose.replace("`var/", "`")  # made while it runs
    quoted = re.findall(r"`([\w./-]+\.(?:py|md|yml|toml|lock|html|css|js|json)|(?:[\w-]+/)+)`", prose)
    return [*quoted, *re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", prose)]


def _exists(name: str, document: PurePosixPath) -> bool:
    """Return whether a name is that of a file or folder, from the project, from the document or as an ending."""
    places = [ROOT / name, ROOT / document.parent / name]
    endings = {f"/{path}" for path in tracked()} | {f"/{path.parent}/" for path in tracked()}
    return any(place.exists() for place in places) or any(f"/{name}" in ending for ending in endings)


def test_every_make_target_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    documents = with_suffix(".md", below=("docs", "README.md", "CONTRIBUTING.md"))
    named = {word for path in documents for word in re.findall(r"`make ([a-z]+)", text(path))}
    assert named - targets == set()


def test_env_example_explains_every_variable_and_no_other() -> None:
    sources = [
        text(path) for path in tracked() if path.parts[:2] == ("portal", "config") and path.suffix == ".py"
    ]
    code = "\n".join([*sources, (ROOT / "docker-compose.yml").read_text(encoding="utf-8")])
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code)) | set(re.findall(r"\$\{([A-Z_]+):", code))
    read |= set(re.findall(r"environ\.get\(\"([A-Z_]+)\"", code)) - {"PREPARE_AT_START"}
    explained = set(
        re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert explained == read | {"HOST"}
