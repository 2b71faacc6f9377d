"""The names of the client and of its methods, where ``api.toml`` does not give them."""

from __future__ import annotations

import re
from typing import Final

from truespec.catalogue import ApiEntry
from truespec.contract.api import ClientNames
from truespec.contract.names import Namespace, constant, pascal, snake
from truespec.contract.reserved import KEYWORDS

__all__ = ["METHOD_RESERVED", "MODULES", "OperationNames", "client_names"]

MODULES: Final = frozenset(
    {"client", "models", "errors", "testing", "runtime", "_runtime", "call", "close", "aclose", "py"}
)
"""Names that a client package or class has already; no resource may take one."""

METHOD_RESERVED: Final = frozenset({"self", "cls"})
_VERBS: Final = ("list", "get", "create", "update", "delete", "replace", "patch", "search", "add", "remove")


def client_names(entry: ApiEntry, title: str) -> ClientNames:
    """Return the names of the client package: those of ``api.toml``, or made from the title of the document."""
    words = title.strip() or entry.name
    base = snake(words, "api").strip("_")
    return ClientNames(
        package=entry.client.get("package") or f"{base}_client",
        distribution=entry.client.get("distribution") or f"{base.replace('_', '-')}-client",
        client=entry.client.get("class") or pascal(words, "Api"),
        environment=entry.client.get("environment") or constant(words, "API"),
    )


class OperationNames:
    """Gives every operation its resource and method, each name once in its namespace; ``api.toml`` chooses first."""

    def __init__(self, entry: ApiEntry) -> None:
        self._resources: dict[str, str] = {}
        self._resource_names = Namespace(MODULES)
        self._methods: dict[str, Namespace] = {}
        self._given = {id_: self._take(*word.split(".", 1)) for id_, word in entry.operations.items()}

    def take(self, id_: str, tags: tuple[str, ...], path: str) -> tuple[str, str]:
        """Return ``(resource, method)`` for an operation: as given, or from its first tag and its id."""
        given = self._given.get(id_)
        if given is not None:
            return given
        resource = snake(tags[0] if tags else _first_segment(path), "api")
        return self._take(resource, _short(snake(id_, "call"), resource))

    def _take(self, resource: str, method: str) -> tuple[str, str]:
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
    plain = name.rstrip("_")
    if plain not in KEYWORDS:
        name = plain  # a method may be called like a builtin: it is only met behind a dot
    verb, _, rest = name.partition("_")
    if verb not in _VERBS or not rest:
        return name
    singulars = _singulars(resource)
    expected = {resource} if verb in {"list", "search"} else {*singulars, *(f"{one}_by_id" for one in singulars)}
    return verb if rest in expected else name


def _singulars(plural: str) -> set[str]:
    """Return what one of ``plural`` may be called in English: ``company`` of ``companies``, ``weather`` itself."""
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    return {plural.removesuffix(ending) + one for ending, one in endings if plural.endswith(ending)} or {plural}
