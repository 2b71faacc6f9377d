"""The names of the client and of its methods, where ``api.toml`` does not give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from truespec.catalogue import ApiEntry
from truespec.contract.api import ClientNames
from truespec.contract.names import Namespace, constant, manner, pascal, precedence, snake
from truespec.contract.reserved import KEYWORDS

__all__ = ["METHOD_RESERVED", "MODULES", "Call", "CallName", "OperationNames", "client_names"]

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


@dataclass(frozen=True, slots=True)
class Call:
    """What an operation is named by; ``words`` are its id, or its method and path where the document gives none."""

    words: str
    tags: tuple[str, ...]
    path: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class CallName:
    """How an operation is called: ``client.resource.method``; ``prefix`` begins the classes of what it alone has."""

    resource: str
    method: str
    prefix: str


class OperationNames:
    """Gives every operation its resource and method, each name once in its namespace; ``api.toml`` chooses first."""

    def __init__(self, entry: ApiEntry) -> None:
        self._resources: dict[str, str] = {}
        self._resource_names = Namespace(MODULES)
        self._methods: dict[str, Namespace] = {}
        self._given = {id_: self._chosen(*word.split(".", 1)) for id_, word in entry.operations.items()}

    def share_out(self, calls: Sequence[Call]) -> list[CallName]:
        """Return the names of all operations: as given, or from the first tag and the id of each.

        Of two that would be called alike, the one that is named as most are has the name; the other is called by all
        of its words, and gets a number where that does not help.
        """
        wishes = [_wish(call) for call in calls]
        order = precedence([wish.kind for wish in wishes])
        prefixes, prefix_names = dict[int, str](), Namespace(cased=True)
        for place in order:
            prefixes[place] = prefix_names.take(pascal(calls[place].words))
        found = {place: self._given[call.words] for place, call in enumerate(calls) if call.words in self._given}
        for resource in dict.fromkeys(wish.resource for place, wish in enumerate(wishes) if place not in found):
            self._resource(resource)
        late: list[int] = []
        for place in order:
            resource, method = self._resources.get(wishes[place].resource, ""), wishes[place].short
            if place not in found and self._methods[resource].has(method):
                late.append(place)
            elif place not in found:
                found[place] = resource, self._methods[resource].take(method)
        for place in late:
            resource, wish = self._resources[wishes[place].resource], wishes[place]
            names = self._methods[resource]
            found[place] = resource, names.take(wish.short if names.has(wish.whole) else wish.whole)
        return [CallName(*found[place], prefixes[place]) for place in range(len(calls))]

    def _chosen(self, resource: str, method: str) -> tuple[str, str]:
        name = self._resource(resource)
        return name, self._methods[name].take(method)

    def _resource(self, wish: str) -> str:
        if wish not in self._resources:
            self._resources[wish] = self._resource_names.take(wish)
            self._methods[self._resources[wish]] = Namespace(METHOD_RESERVED)
        return self._resources[wish]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What a call would be named: ``short`` leaves out the resource, ``whole`` has all its words."""

    resource: str
    short: str
    whole: str
    kind: str


def _wish(call: Call) -> _Wish:
    resource = snake(call.tags[0] if call.tags else _first_segment(call.path), "api")
    name = snake(call.words, "call")
    plain = name.rstrip("_")
    whole = name if plain in KEYWORDS else plain  # it may be called like a builtin: it is only met behind a dot
    short = _short(whole, resource)
    return _Wish(resource, short, whole, manner(call.words) if call.is_given else "made")


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
    singulars = _singulars(resource)
    expected = {resource} if verb in {"list", "search"} else {*singulars, *(f"{one}_by_id" for one in singulars)}
    return verb if rest in expected else name


def _singulars(plural: str) -> set[str]:
    """Return what one of ``plural`` may be called in English: ``company`` of ``companies``, ``weather`` itself."""
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    return {plural.removesuffix(ending) + one for ending, one in endings if plural.endswith(ending)} or {plural}
