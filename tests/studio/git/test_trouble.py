"""What goes wrong between the portal and a repository is a clear sentence, and never a secret."""

import os
import shlex
import ssl
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env
from pytest_django import Settings

from portal.config import outward
from portal.content.models import Release
from portal.core.errors import Refused
from portal.studio.git.models import Link
from portal.studio.git.repository import Repository
from portal.studio.git.rules import Person, Remote, blob_name, is_safe, redacted, sentence
from portal.studio.git.selectors import place, standing
from portal.studio.git.services.asking import ask, repository
from tests.factories import NOON
from tests.servers import certificate, serve
from tests.studio.git.world import Author, do, git, put, served, small_tree

TOKEN = "ghp_secret4711"


def test_nothing_is_there_without_a_repository(db: None, settings: Settings) -> None:
    assert not standing().configured
    with pytest.raises(Refused, match="GIT_REMOTE"):
        ask(Link.Wish.PULL, now=NOON)
    assert not Link.objects.exists()


def test_a_branch_that_is_not_there_is_made_by_a_push(author: Author) -> None:
    assert do("pull").problem == "The repository has no branch main yet. A push makes it."
    assert do("push").problem == "There is nothing to push: no content has been published yet."


def test_a_repository_that_is_not_there_is_said(author: Author, settings: Settings, tmp_path: Path) -> None:
    settings.GIT = replace(settings.GIT, remote=f"file://{tmp_path}/nowhere.git")
    link = do("pull")
    assert link.problem == "There is no repository at the address in GIT_REMOTE."
    assert link.problem_at
    assert link.wanted == ""
    assert link.running_since is None


def test_a_certificate_that_nobody_vouches_for_is_said(
    author: Author, settings: Settings, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate(tmp_path))
    with serve(context) as server:
        settings.GIT = replace(settings.GIT, remote=f"{server.url}/a.git")
        assert "does not trust the server's certificate" in do("pull").problem
    assert server.asked == []


def test_a_server_that_does_not_answer_is_said_and_the_token_is_nowhere(
    author: Author, settings: Settings, tmp_path: Path
) -> None:
    settings.GIT = replace(settings.GIT, remote=f"https://me:{TOKEN}@127.0.0.1:1025/a.git")
    link = do("pull")
    assert link.problem == "The server of the repository does not answer."
    assert place() == "https://127.0.0.1:1025/a.git · main · curriculum"
    for file in settings.VAR_DIR.rglob("*"):
        assert file.is_dir() or TOKEN.encode() not in file.read_bytes(), file
    assert TOKEN not in repr(settings.GIT)


def test_the_token_goes_by_the_environment_and_not_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = tmp_path / "bin" / "git"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/words\nenv >> {tmp_path}/env\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}:{os.environ['PATH']}")
    remote = Remote.of(f"https://me:{TOKEN}@example.org/a.git")
    Repository(tmp_path / "home", remote, "main", "c").fetch()
    words, env = (tmp_path / "words").read_text(), (tmp_path / "env").read_text()
    assert "https://example.org/a.git" in words
    assert TOKEN not in words
    assert TOKEN not in env, "only encoded, in Git's own header"
    assert "GIT_CONFIG_VALUE_0=Authorization: Basic" in env
    assert "GIT_TERMINAL_PROMPT=0" in env
    assert "core.hooksPath=/dev/null" in words
    assert "SECRET_KEY" not in env
    assert "GIT_ALLOW_PROTOCOL=https:ssh\n" in env


def test_a_key_with_an_odd_name_is_one_word_of_the_command(tmp_path: Path) -> None:
    made = Repository(tmp_path, Remote.of("ssh://git@example.org/a.git"), "main", "c", key="/k/it's; touch x")
    words = shlex.split(made._environment()["GIT_SSH_COMMAND"])
    assert words[0] == "ssh"
    assert words[-1] == "-i/k/it's; touch x"
    assert "-oBatchMode=yes" in words


def test_git_that_is_not_installed_is_said(
    author: Author, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert do("pull").problem == "Git is not installed where the worker runs."


def test_a_repository_of_this_machine_is_asked_only_when_allowed(author: Author, settings: Settings) -> None:
    settings.GIT = replace(settings.GIT, local=False)
    assert do("pull").problem == "GIT_REMOTE must be https:// or ssh://, see docs/admin/git.md."


def test_a_bad_file_of_the_repository_takes_nothing_in_and_is_named(author: Author, tmp_path: Path) -> None:
    author.writes({**small_tree(tmp_path), "01-sql/track.md": "no front matter\n"}, "Begin")
    problem = do("pull").problem
    assert problem.startswith(
        "The files of the repository have 1 problem, so nothing was taken in. 01-sql/track.md:1:"
    )
    assert not Release.objects.exists()


def test_a_link_in_the_repository_is_refused_and_never_followed(author: Author, tmp_path: Path) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    (author.copy / "curriculum" / "data").mkdir(exist_ok=True)
    (author.copy / "curriculum" / "data" / "a.csv").symlink_to("/etc/passwd")
    author.copy.joinpath("curriculum/data/a.csv").lstat()
    git(author.copy, "add", "--all")
    git(author.copy, "commit", "--quiet", "-m", "Link")
    git(author.copy, "push", "--quiet", "origin", "HEAD:main")
    assert (
        do("pull").problem
        == "data/a.csv is a link or a repository of its own; only plain files are taken in."
    )
    assert not Release.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(author: Author, tmp_path: Path) -> None:
    author.writes({**small_tree(tmp_path), "data/big.csv": b"x" * (512 * 1024 + 1)}, "Big")
    assert do("pull").problem == "data/big.csv is larger than 512 KB."


def test_a_rule_of_the_server_is_said_and_nothing_is_lost(
    author: Author, bare: tuple[Path, Author], tmp_path: Path
) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    hook = bare[0] / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    put("01-sql/track.md", lambda text: text.replace("Text.", "Text. One."), "Say one")
    assert do("push").problem.startswith("The repository took nothing: the branch is protected")
    assert standing().problem
    hook.unlink()
    assert do("push").problem == ""
    assert author.files() == served()


def test_a_hook_planted_in_the_copy_never_runs(author: Author, tmp_path: Path) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    hooks = repository().home / "repository.git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-push", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
        (hooks / name).chmod(0o755)
    put("01-sql/track.md", lambda text: text.replace("Text.", "Text. One."), "Say one")
    assert do("push").problem == ""
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("fatal: Authentication failed for 'https://example.org/'", "does not let the portal in"),
        (
            "fatal: could not read Username for 'https://x': terminal prompts disabled",
            "does not let the portal in",
        ),
        ("git@example.org: Permission denied (publickey).", "does not let the portal in"),
        ("fatal: unable to access 'https://x/': Could not resolve host: x", "No server is known"),
        ("Host key verification failed.", "known_hosts"),
        ("fatal: repository 'https://x/a.git/' not found", "no repository"),
        (f"fatal: odd at https://me:{TOKEN}@x/a.git", "Git says: fatal: odd at https://x/a.git"),
        ("", "without a word"),
    ],
)
def test_what_git_says_becomes_a_sentence(said: str, words: str) -> None:
    assert words in sentence(said)
    assert TOKEN not in sentence(said)


def test_secrets_are_taken_out_of_addresses_and_headers() -> None:
    assert redacted(f"https://{TOKEN}@host/a https://me:{TOKEN}@host/b") == "https://host/a https://host/b"
    assert TOKEN not in redacted(f"Authorization: Basic {TOKEN}")


@pytest.mark.parametrize("path", ["../a", "a/../b", "a//b", "", "/a", "a\\b", "./a"])
def test_a_path_that_leads_out_is_not_safe(path: str) -> None:
    assert not is_safe(path)


def test_a_name_cannot_write_lines_of_a_commit() -> None:
    assert Person("A <b>\nevil", "x y@z\n>").line(NOON) == f"A bevil <xy@z> {int(NOON.timestamp())} +0000"


def test_bytes_are_named_as_git_names_them() -> None:
    assert blob_name(b"", "0" * 40) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


@pytest.mark.parametrize(
    "values",
    [
        {"GIT_REMOTE": "ext::sh -c touch"},
        {"GIT_REMOTE": "--upload-pack=x"},
        {"GIT_REMOTE": "file:///etc"},
        {"GIT_REMOTE": "http://example.org/a.git"},
        {"GIT_BRANCH": "-x"},
        {"GIT_BRANCH": "a..b"},
        {"GIT_FOLDER": "../a"},
        {"GIT_FOLDER": "a/.git"},
    ],
)
def test_settings_that_make_no_sense_are_refused_at_the_start(values: dict[str, str]) -> None:
    env = Env()
    env.ENVIRON = values
    with pytest.raises(ImproperlyConfigured, match="GIT_"):
        outward.git(env, name="A", domain="example.org")


@pytest.mark.parametrize(
    ("given", "folder"), [("", "curriculum"), (".", ""), ("a/b/", "a/b"), ("docs/plan", "docs/plan")]
)
def test_the_folder_may_be_the_top_of_the_repository(given: str, folder: str) -> None:
    env = Env()
    env.ENVIRON = {"GIT_FOLDER": given} if given else {}
    assert outward.git(env, name="A", domain="example.org").folder == folder
