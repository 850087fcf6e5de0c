"""Whether a Compose file holds: against the specification's schema, then name by name.

The words of a refusal are Compose's own where Compose finds the fault. `HealthError`, which Compose meets
at run time only, and `ImageError`, which it does not mind, are ours.
"""

import json
import re
import subprocess
import sys
from collections.abc import Hashable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import Any

import yaml

Model = dict[str, Any]

_VARIABLE = re.compile(r"\$\{[^}]*\}|\$\w+")


class Refused(Exception):
    """Why a block is refused: ``name`` is what ``expect=error:`` announces."""

    def __init__(self, name: str, message: str) -> None:
        """Refuse with a name and the message a learner would read."""
        super().__init__(message)
        self.name = name


def check_compose(text: str, base: str = "") -> None:
    """Check a Compose file, or a layer over ``base``; raises ``Refused``."""
    layer = parse_yaml(text)
    check_schema(plain(layer))
    check_names(plain(merged(parse_yaml(base), layer) if base else layer))


class Whole:
    """A value under `!override` or `!reset` (then None): it takes the place of the one below it."""

    def __init__(self, value: Any) -> None:
        """Hold the value."""
        self.value = value


class _ComposeLoader(yaml.SafeLoader):
    """YAML with the two tags of Compose, refusing a key that occurs twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build a mapping; raises for a duplicate key, as Compose does."""
        keys = [key.value for key, _ in node.value if key.value != "<<"]
        if twice := sorted({key for key in keys if keys.count(key) > 1}, key=str):
            raise yaml.constructor.ConstructorError(
                None, None, f"mapping key {twice[0]!r} already defined", node.start_mark
            )
        return super().construct_mapping(node, deep=deep)


def _whole(loader: _ComposeLoader, node: yaml.Node) -> Whole:
    """Read the value under `!override`."""
    if isinstance(node, yaml.SequenceNode):
        return Whole(loader.construct_sequence(node, deep=True))
    if isinstance(node, yaml.MappingNode):
        return Whole(loader.construct_mapping(node, deep=True))
    return Whole(loader.construct_object(node, deep=True))


_ComposeLoader.add_constructor("!override", _whole)
_ComposeLoader.add_constructor("!reset", lambda _loader, _node: Whole(None))


def parse_yaml(text: str) -> Model:
    """Read a Compose file; raises ``Refused``."""
    try:
        model = yaml.load(text, _ComposeLoader)
    except yaml.YAMLError as error:
        raise Refused("YamlError", str(error)) from error
    if not isinstance(model, dict):
        raise Refused("YamlError", "top-level object must be a mapping")
    return model


def merged(base: Any, over: Any) -> Any:
    """Merge as far as names go: mappings by key, lists by appending, tagged values whole."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: merged(base.get(key), value) for key, value in over.items()}
    if isinstance(base, list) and isinstance(over, list):
        return base + over
    return over


def plain(value: Any) -> Any:
    """Return ``value`` with tagged values as what they hold, and without what `!reset` takes away."""
    if isinstance(value, Whole):
        return plain(value.value)
    if isinstance(value, dict):
        reset = {key for key, item in value.items() if isinstance(item, Whole) and item.value is None}
        return {key: plain(item) for key, item in value.items() if key not in reset}
    return [plain(item) for item in value] if isinstance(value, list) else value


def check_schema(model: Model) -> None:
    """Check against the schema of the Compose specification; raises ``Refused``, most telling first."""
    report = _schema_report(json.dumps(model))
    errors = [(error.get("best_deep_match") or error) for error in report["errors"]]
    if errors:  # a fault deep inside also makes its service "unevaluated"; say the deep one
        first = min(errors, key=lambda error: error["message"].startswith("Unevaluated"))
        raise Refused("SchemaError", f"{first['path']}: {first['message']}")
    if report["status"] != "ok":
        raise Refused("YamlError", str(report))


@cache
def _schema_report(text: str) -> Model:
    """Return what check-jsonschema says of a Compose model written as JSON."""
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "-o",
        "json",
        "-",
    ]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)
    report: Model = json.loads(done.stdout)
    return report


def check_names(model: Model) -> None:
    """Follow every name of a whole Compose model; raises ``Refused`` for the first that leads nowhere."""
    services: dict[str, Model] = model.get("services") or {}
    for name, service in services.items():
        if "image" not in service and "build" not in service:
            raise Refused(
                "ReferenceError", f'service "{name}" has neither an image nor a build context specified'
            )
        _check_image(name, service.get("image"))
        for kind, used in _resources(service):
            if used not in (model.get(f"{kind}s") or {}):
                raise Refused("ReferenceError", f'service "{name}" refers to undefined {kind} {used}')
        for other, condition in dependencies(service).items():
            _check_dependency(name, other, condition, services)
    for name, secret in (model.get("secrets") or {}).items():
        if not {"file", "environment", "external"} & set(secret or {}):
            raise Refused("ReferenceError", f'secret "{name}" must declare either `file` or `environment`')
    try:
        TopologicalSorter({name: dependencies(service) for name, service in services.items()}).prepare()
    except CycleError as error:
        raise Refused("CycleError", f"dependency cycle detected: {' -> '.join(error.args[1])}") from error


def _check_image(name: str, image: str | None) -> None:
    """Refuse an image without a tag or digest, and `latest`; a variable may stand for a tag."""
    repository, _, digest = _VARIABLE.sub("x", image or "none:none").partition("@")
    tag = repository.rpartition("/")[2].partition(":")[2]
    if not tag and not digest:
        raise Refused("ImageError", f'service "{name}": the image "{image}" has no tag')
    if tag == "latest" and not digest:
        raise Refused("ImageError", f'service "{name}": the image "{image}" moves with "latest"')


def _resources(service: Model) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the top-level volumes, networks, secrets and configs that a service uses."""
    for network in service.get("networks") or []:
        if network != "default":
            yield "network", network
    for kind in ("secret", "config"):
        for item in service.get(f"{kind}s") or []:
            yield kind, item["source"] if isinstance(item, dict) else item
    for mount in service.get("volumes") or []:
        source = _volume_source(mount)
        if source and source[0] not in "./~$":
            yield "volume", source


def _volume_source(mount: str | Model) -> str:
    """Return what a mount takes its data from; empty for an anonymous volume or no volume at all."""
    if isinstance(mount, dict):
        return str(mount.get("source", "")) if mount.get("type") == "volume" else ""
    source, colon, _target = mount.partition(":")
    return source if colon else ""


def dependencies(service: Model) -> dict[str, str]:
    """Return the condition under which a service starts, for each service it depends on."""
    needs = service.get("depends_on") or {}
    if isinstance(needs, list):
        return dict.fromkeys(needs, "service_started")
    return {other: need["condition"] for other, need in needs.items()}


def _check_dependency(name: str, other: str, condition: str, services: dict[str, Model]) -> None:
    """Refuse to wait for a service that is not there when ``name`` is, or for a health nobody asks for."""
    here, there = (
        set(services[name].get("profiles") or []),
        set(services.get(other, {}).get("profiles") or []),
    )
    if other not in services or (there and not (here and here <= there)):
        raise Refused("ReferenceError", f'service "{name}" depends on undefined service "{other}"')
    check = services[other].get("healthcheck") or {}
    if condition == "service_healthy" and (
        "test" not in check or check.get("disable") or check["test"] == ["NONE"]
    ):
        raise Refused(
            "HealthError",
            f'service "{name}" waits until "{other}" is healthy, but "{other}" has no healthcheck',
        )
