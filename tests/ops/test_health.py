"""Signs of life: what a probe gets that knows nothing of the portal."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_a_probe_needs_no_host_name_and_no_https(client: Client, settings: Settings, path: str) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_probe_makes_no_session_and_asks_the_database_once(
    client: Client, django_assert_num_queries
) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert not client.get("/healthz").cookies
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db
def test_without_its_database_the_process_lives_and_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
