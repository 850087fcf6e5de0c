"""What a safe installation is. Pure: settings come in as values."""

from collections.abc import Iterable
from urllib.parse import urlsplit

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "[::1]", "testserver"})
SHORTEST_KEY = 50
_KNOWN_WORDS = ("insecure", "changeme", "change-me", "secret-key", "only-for-tests", "example")


def is_local(site_url: str, hosts: Iterable[str]) -> bool:
    """Return whether the portal is for this machine alone, by its address and by the names it answers to."""
    return urlsplit(site_url).hostname in LOCAL_HOSTS and LOCAL_HOSTS.issuperset(hosts)


def weakness_of(key: str) -> str:
    """Return what is wrong with a secret key, empty when it will do.

    A good key has at least 50 characters, 10 of them different, and was not copied from an example.
    """
    if len(key) < SHORTEST_KEY:
        return f"it has {len(key)} characters and needs {SHORTEST_KEY}"
    if len(set(key)) < 10:
        return "it repeats a few characters"
    if any(word in key.lower() for word in _KNOWN_WORDS):
        return "it is known to everybody who has read an example"
    return ""
