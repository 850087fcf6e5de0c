"""A closed registry of plug-ins: every module of one package, found by importing it.

An extension point (question kinds, reminder channels …) is a package whose ``__init__`` owns one
``Registry``. Dropping a module into the package, or into a package below it, is the whole act of adding a
plug-in.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Generic, Protocol, TypeVar


class Plugin(Protocol):
    """What every plug-in has: a ``slug`` that is stored and never changes, and a ``label`` for people."""

    slug: str
    label: str


P = TypeVar("P", bound=Plugin)


class Registry(Generic[P]):
    """The plug-ins of one extension point, in the order of their slugs.

    The package is imported at the first look, once, whichever thread asks first; nobody ever sees half of it.
    """

    def __init__(self, package: str) -> None:
        """Serve the plug-ins below ``package`` (its ``__name__``)."""
        self._package = package
        self._plugins: dict[str, P] = {}
        self._loaded = False

    def register(self, plugin: type[P]) -> type[P]:
        """Take in a class (used as its decorator) by making one instance of it.

        Raises ``ValueError`` for a slug that is taken and for a class from outside the package.
        """
        if not plugin.__module__.startswith(f"{self._package}."):
            raise ValueError(f"{plugin.__qualname__} is not in {self._package}")
        if plugin.slug in self._plugins:
            raise ValueError(f"{self._package}: the slug {plugin.slug!r} is taken")
        self._plugins[plugin.slug] = plugin()
        return plugin

    def __getitem__(self, slug: str) -> P:
        """Return the plug-in of that slug; raises ``KeyError``."""
        return self._all()[slug]

    def __contains__(self, slug: object) -> bool:
        """Return whether there is a plug-in of that slug."""
        return slug in self._all()

    def __iter__(self) -> Iterator[P]:
        """Yield every plug-in."""
        plugins = self._all()
        return iter([plugins[slug] for slug in sorted(plugins)])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all())

    def _all(self) -> dict[str, P]:
        if not self._loaded:
            self._load()
        return self._plugins

    def _load(self) -> None:
        """Import every module of the package; the flag is set last.

        A thread that comes meanwhile imports them as well, which waits for those that are under way.
        """
        package = import_module(self._package)
        for module in walk_packages(package.__path__, f"{self._package}."):
            import_module(module.name)
        self._loaded = True
