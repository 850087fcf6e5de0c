"""Compose files: what holds is accepted, what is wrong is refused as Compose itself would say it."""

import pytest

from tests.curriculum.lanes import missing_packages

if missing := missing_packages("docker"):
    pytest.skip(
        f"pip install -r tests/curriculum/lanes/docker.txt  # {', '.join(missing)}", allow_module_level=True
    )

from tests.curriculum import compose

COMPOSE = """services:
  db:
    image: postgres:18.6-trixie
    secrets: [password]
    volumes:
      - pgdata:/var/lib/postgresql
      - ./dumps:/dumps
    networks: [warehouse]
    healthcheck:
      test: ["CMD", "pg_isready", "-h", "127.0.0.1"]
  loader:
    image: registry.example:5000/loader:${TAG:?set it}
    networks: [warehouse]
    depends_on:
      db:
        condition: service_healthy
volumes:
  pgdata:
networks:
  warehouse:
secrets:
  password:
    file: ./password.txt
"""

REFUSED = {
    "no image": (
        "    image: postgres:18.6-trixie\n",
        "",
        "ReferenceError",
        'service "db" has neither an image nor',
    ),
    "no tag": (
        "postgres:18.6-trixie",
        "postgres",
        "ImageError",
        'service "db": the image "postgres" has no tag',
    ),
    "latest": (
        "postgres:18.6-trixie",
        "postgres:latest",
        "ImageError",
        'service "db": the image "postgres:latest" moves',
    ),
    "a registry's port is no tag": (
        ":${TAG:?set it}",
        "",
        "ImageError",
        'service "loader": the image "registry.example:5000/loader" has',
    ),
    "an undefined volume": (
        "volumes:\n  pgdata:\n",
        "",
        "ReferenceError",
        'service "db" refers to undefined volume pgdata',
    ),
    "an undefined network": (
        "networks:\n  warehouse:\n",
        "",
        "ReferenceError",
        'service "db" refers to undefined network warehouse',
    ),
    "an undefined secret": (
        "secrets:\n  password:\n",
        "secrets:\n  pasword:\n",
        "ReferenceError",
        'service "db" refers to undefined secret password',
    ),
    "a secret from nowhere": (
        "    file: ./password.txt",
        "    name: password",
        "ReferenceError",
        'secret "password" must declare',
    ),
    "an undefined service": (
        "      db:\n        c",
        "      database:\n        c",
        "ReferenceError",
        'service "loader" depends on undefined service "database"',
    ),
    "a service whose profile is off": (
        "    secrets: [p",
        "    profiles: [tools]\n    secrets: [p",
        "ReferenceError",
        'service "loader" depends on undefined service "db"',
    ),
    "a missing healthcheck": (
        '    healthcheck:\n      test: ["CMD", "pg_isready", "-h", "127.0.0.1"]\n',
        "",
        "HealthError",
        'service "loader" waits until "db" is healthy',
    ),
    "a healthcheck switched off": (
        'test: ["CMD", "pg_isready", "-h", "127.0.0.1"]',
        "disable: true",
        "HealthError",
        'service "loader" waits until',
    ),
    "a circle": (
        "    secrets: [p",
        "    depends_on: [loader]\n    secrets: [p",
        "CycleError",
        "dependency cycle detected: ",
    ),
    "an unknown condition": (
        "service_healthy",
        "service_ready",
        "SchemaError",
        "$.services.loader.depends_on.db.condition: 'service_ready' is not one of",
    ),
    "a wrong type": (
        "networks: [warehouse]\n    depends_on",
        "networks: warehouse\n    depends_on",
        "SchemaError",
        "$.services.loader.networks: ",
    ),
    "a key twice": (
        "    networks: [warehouse]\n    dep",
        "    image: a:1\n    networks: [warehouse]\n    dep",
        "YamlError",
        "mapping key 'image' already defined",
    ),
    "no YAML": ("services:\n", "services: [\n", "YamlError", "while parsing"),
}


def planted(old: str, new: str) -> str:
    """Return the file with the fault in it."""
    assert old in COMPOSE, old
    return COMPOSE.replace(old, new, 1)


@pytest.mark.parametrize("name", REFUSED)
def test_a_compose_file_is_refused_for_what_is_wrong_with_it(name: str) -> None:
    old, new, kind, message = REFUSED[name]
    with pytest.raises(compose.Refused) as refused:
        compose.check_compose(planted(old, new))
    assert (refused.value.name, str(refused.value)[: len(message)]) == (kind, message)


def test_a_layer_may_use_the_names_of_its_base() -> None:
    compose.check_compose(
        "services: {psql: {image: 'a:1', depends_on: [db], networks: [warehouse]}}", COMPOSE
    )


def test_reset_takes_a_name_away_from_the_base() -> None:
    with pytest.raises(compose.Refused, match='service "db" refers to undefined volume pgdata'):
        compose.check_compose("volumes: !reset null", COMPOSE)


def test_a_service_may_wait_for_one_in_its_own_profile() -> None:
    compose.check_compose(
        "services: {a: {image: 'a:1', profiles: [t]}, b: {image: 'b:1', profiles: [t], depends_on: [a]}}"
    )


@pytest.mark.parametrize(
    "image", ["postgres:18.6", "a.example:5000/b:1", "postgres@sha256:0ed5", "b:${TAG:-1}"]
)
def test_a_tag_a_digest_or_a_variable_pins_an_image(image: str) -> None:
    compose.check_compose(f'services: {{db: {{image: "{image}"}}}}')
