"""What the environment says of the way out: mail, private addresses that may be asked, and the Git repository."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from django.core.exceptions import ImproperlyConfigured

_PREFIX = "ANYMAIL_"


def mail(env: Any, *, timeout: int) -> dict[str, Any]:
    """Return the settings of mail: those of ``EMAIL_PROVIDER``, else of ``EMAIL_URL``, else files.

    A provider is the name of one of Anymail's backends; each ``ANYMAIL_…`` of the environment is handed on to it.
    """
    if provider := env.str("EMAIL_PROVIDER", default=""):
        if not provider.isidentifier() or find_spec(f"anymail.backends.{provider}") is None:
            raise ImproperlyConfigured(f"EMAIL_PROVIDER is {provider!r}, which Anymail has no backend for.")
        given = {n.removeprefix(_PREFIX): v for n, v in env.ENVIRON.items() if n.startswith(_PREFIX) and v}
        return {
            "EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend",
            "ANYMAIL": {**given, "REQUESTS_TIMEOUT": timeout},
        }
    found: dict[str, Any] = dict(env.email_url("EMAIL_URL", default="filemail:///"))
    if not env.str("EMAIL_URL", default=""):
        del found["EMAIL_FILE_PATH"]  # the folder that the settings name
    return found


def one_of(name: str, value: str, *words: str) -> str:
    """Return ``value`` if it is one of the words a variable can be; raises ``ImproperlyConfigured``."""
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}; it can be {', '.join(words[:-1])} or {words[-1]}.")
    return value


@dataclass(frozen=True, slots=True)
class Git:
    """The configured repository; ``remote`` is empty without one. It may hold a secret, and is never shown whole.

    ``name`` and ``email`` stand in each commit as who made it. With ``addresses`` authors stand there with their own
    address. ``local`` allows a repository on this machine; ``key`` is the file of an SSH key.
    """

    remote: str = field(default="", repr=False)
    branch: str = "main"
    folder: str = "curriculum"
    name: str = ""
    email: str = ""
    addresses: bool = False
    local: bool = False
    key: str = ""


def git(env: Any, *, name: str, domain: str) -> Git:
    """Return what the environment says of the repository; raises ``ImproperlyConfigured``."""
    found = Git(
        remote=env.str("GIT_REMOTE", default=""),
        branch=env.str("GIT_BRANCH", default="main"),
        folder=env.str("GIT_FOLDER", default="curriculum").strip("/").removeprefix("."),
        name=name,
        email=env.str("GIT_EMAIL", default=f"noreply@{domain}"),
        addresses=env.bool("GIT_AUTHOR_ADDRESSES", default=False),
        local=env.bool("GIT_LOCAL", default=False),
        key=env.str("GIT_SSH_KEY", default=""),
    )
    schemes = "https://|ssh://|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:" + ("|file://" if found.local else "")
    if found.remote and not re.match(schemes, found.remote):
        raise ImproperlyConfigured(
            "GIT_REMOTE must begin with https:// or ssh://, or be like git@host:path; "
            "with GIT_LOCAL=true it may begin with file://."
        )
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._/-]*", found.branch) or ".." in found.branch:
        raise ImproperlyConfigured(f"GIT_BRANCH is {found.branch!r}, which is no name of a branch.")
    if not re.fullmatch(r"(?:[A-Za-z0-9_][A-Za-z0-9._-]*(?:/(?!$)|$))*", found.folder):
        raise ImproperlyConfigured(f"GIT_FOLDER is {found.folder!r}, which is no folder of a repository.")
    return found


def networks(texts: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    """Return networks such as ``192.168.1.0/24``; raises ``ImproperlyConfigured``."""
    try:
        return [ip_network(text.strip()) for text in texts]
    except ValueError as error:
        raise ImproperlyConfigured(f"PRIVATE_ADDRESSES: {error}.") from error
