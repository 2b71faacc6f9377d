"""The names of the client and of its methods, where ``api.toml`` does not give them."""

from __future__ import annotations

import re
from typing import Final

from truespec.catalogue import ApiEntry
from truespec.contract.api import ClientNames
from truespec.contract.names import Namespace, constant, pascal, snake

__all__ = ["METHOD_RESERVED", "MODULES", "OperationNames", "client_names"]

MODULES: Final = frozenset({"client", "models", "errors", "testing", "runtime", "_runtime", "close", "aclose", "py"})
"""Names that a client package or class has already; no resource may take one."""

METHOD_RESERVED: Final = frozenset({"self", "cls"})
_VERBS: Final = ("list", "get", "create", "update", "delete", "replace", "patch", "search", "add", "remove")


def client_names(entry: ApiEntry, title: str) -> ClientNames:
    """Return the names of the client package: those of ``api.toml``, or made from the title of the document."""
    base = snake(title, "api") if title.strip() else snake(entry.name, "api")
    client = entry.client.get("class") or pascal(title or entry.name, "Api")
    return ClientNames(
        package=entry.client.get("package") or f"{base.strip('_')}_client",
        distribution=entry.client.get("distribution") or f"{base.strip('_').replace('_', '-')}-client",
        client=client,
        environment=entry.client.get("environment") or constant(title or entry.name, "API"),
    )


class OperationNames:
    """Gives every operation its resource and method, each name once in its namespace."""

    def __init__(self, entry: ApiEntry) -> None:
        self._given = entry.operations
        self._resources: dict[str, str] = {}
        self._resource_names = Namespace(MODULES)
        self._methods: dict[str, Namespace] = {}

    def take(self, id_: str, tags: tuple[str, ...], path: str) -> tuple[str, str]:
        """Return ``(resource, method)`` for an operation: as given, or from its first tag and its id."""
        given = self._given.get(id_)
        if given is not None:
            resource, _, method = given.partition(".")
        else:
            resource = snake(tags[0] if tags else _first_segment(path), "api")
            method = _short(snake(id_, "call"), resource)
        if resource not in self._resources:
            self._resources[resource] = self._resource_names.take(resource)
        methods = self._methods.setdefault(resource, Namespace(METHOD_RESERVED))
        return self._resources[resource], methods.take(method)


def _first_segment(path: str) -> str:
    for segment in path.split("/"):
        if segment and "{" not in segment and not re.fullmatch(r"v\d+|api", segment):
            return segment
    return "api"


def _short(name: str, resource: str) -> str:
    """Drop the resource from ``list_pets`` and ``get_pet``: the namespace says it already."""
    verb, _, rest = name.partition("_")
    if verb not in _VERBS or not rest:
        return name
    singular = resource.removesuffix("s")
    expected = {resource} if verb in {"list", "search"} else {singular, f"{singular}_by_id"}
    return verb if rest in expected else name
