"""Settings that must not reach a host others can reach."""

import pytest
from pytest_django import Settings

from portal.ops.checks import complete_settings, refuse_errors, safe_settings
from portal.ops.rules import is_local, weakness_of

GOOD = "q8Zr-1mXw0Vt5uYkLd7sBn3cGh9fJa2eRoPiTzMx6CvNbQwEyUlKjHgFdS4"


@pytest.fixture
def production(settings: Settings) -> Settings:
    """Return settings of an installation that is as it should be."""
    settings.SITE_URL, settings.ALLOWED_HOSTS, settings.HTTPS = "https://portal.test", ["portal.test"], True
    settings.DEBUG, settings.SECRET_KEY = False, GOOD
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def identities(settings: Settings) -> list[str]:
    """Return which checks complain."""
    return [str(message.id) for message in [*safe_settings(), *complete_settings()]]


def test_a_proper_installation_starts(production: Settings) -> None:
    assert identities(production) == []
    refuse_errors()


def test_debug_does_not_start_where_others_can_reach_it(production: Settings) -> None:
    production.DEBUG = True
    assert identities(production) == ["portal.E001"]
    with pytest.raises(SystemExit, match="DEBUG shows"):
        refuse_errors()


@pytest.mark.parametrize("key", ["x", "a" * 60, "ab" * 40, f"django-insecure-{GOOD}", f"changeme-{GOOD}"])
def test_a_poor_key_does_not_start_where_others_can_reach_it(production: Settings, key: str) -> None:
    production.SECRET_KEY = key
    assert identities(production) == ["portal.E002"]
    with pytest.raises(SystemExit, match="SECRET_KEY cannot be used"):
        refuse_errors()


def test_on_a_laptop_debug_and_any_key_will_do(settings: Settings) -> None:
    settings.DEBUG, settings.SECRET_KEY = True, "x"
    assert safe_settings() == []


def test_missing_https_and_mail_are_told_before_a_deployment(production: Settings) -> None:
    production.HTTPS, production.EMAIL_BACKEND = False, "django.core.mail.backends.filebased.EmailBackend"
    assert identities(production) == ["portal.W001", "portal.W002"]


@pytest.mark.parametrize(
    ("site", "hosts", "local"),
    [
        ("http://localhost:8000", ["localhost", "127.0.0.1", "[::1]"], True),
        ("http://localhost:8000", ["localhost", "portal.test"], False),
        ("http://localhost:8000", ["*"], False),
        ("https://portal.test", ["localhost"], False),
    ],
)
def test_local_means_that_nobody_else_is_answered(site: str, hosts: list[str], local: bool) -> None:
    assert is_local(site, hosts) is local


def test_a_good_key_has_no_weakness() -> None:
    assert weakness_of(GOOD) == ""
