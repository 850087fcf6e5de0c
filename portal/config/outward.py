"""What the environment says of the way out: mail by a server or a service, and private addresses that may be asked."""

from collections.abc import Iterable
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


def networks(texts: Iterable[str]) -> list[IPv4Network | IPv6Network]:
    """Return networks such as ``192.168.1.0/24``; raises ``ImproperlyConfigured``."""
    try:
        return [ip_network(text.strip()) for text in texts]
    except ValueError as error:
        raise ImproperlyConfigured(f"PRIVATE_ADDRESSES: {error}.") from error
