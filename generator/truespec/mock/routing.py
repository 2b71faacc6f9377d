"""From a method and a raw path to one operation, in a way that no spelling of the path can trick."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from truespec.contract.api import Server
from truespec.contract.operation import Operation
from truespec.mock.variants import Variant, variant_of

__all__ = ["Match", "Miss", "Router"]

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_REMEMBERED: Final = 256
"""So many paths are not searched for again: clients ask for the same ones."""


@dataclass(frozen=True, slots=True)
class Match:
    """The operation a request is for; ``values`` are the path parameters, decoded but not yet typed."""

    operation: Operation
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Miss:
    """No operation: ``allowed`` are the methods the path has, none where the path itself is unknown."""

    allowed: tuple[str, ...] = ()


@dataclass(slots=True)
class _Template:
    """A path segment with variables: ``report-{year}.{kind}``."""

    text: str
    pattern: re.Pattern[str]
    node: _Node


@dataclass(slots=True)
class _Node:
    """One step of the tree of paths."""

    literals: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    templates: list[_Template] = field(default_factory=list[_Template])
    operations: dict[str, tuple[Operation, tuple[str, ...]]] = field(
        default_factory=dict[str, tuple[Operation, tuple[str, ...]]]
    )
    variants: dict[str, list[tuple[Variant, tuple[str, ...]]]] = field(
        default_factory=dict[str, list[tuple[Variant, tuple[str, ...]]]]
    )


class Router:
    """All paths of an API as a tree of segments; a literal segment wins over a template at every step.

    An operation is found at its path, and at its path below that of each server it has, so that a client may be told
    an address with that path or without.  What a document puts behind ``?`` or ``#`` in a path tells operations of one
    path apart; see :mod:`truespec.mock.variants`.
    """

    def __init__(self, operations: Iterable[Operation], servers: Iterable[Server] = ()) -> None:
        """Build the tree once; the first of two operations with the same method and path is kept.

        ``servers`` are those of operations that have none of their own.
        """
        self._known: Callable[[str, str], Match | Miss] = lru_cache(maxsize=_REMEMBERED)(self._found)
        self._root = _Node()
        self._varied = False
        known = tuple(operations)
        common = [url for server in servers for url in (server.url, *server.variants)]
        for operation in known:
            self._insert(operation, operation.path)
        for operation in known:
            for prefix in dict.fromkeys(map(_prefix, operation.servers or common)):
                self._insert(operation, prefix + operation.path)
        for operation in known:
            variant = variant_of(operation)
            if variant is not None:
                for prefix in dict.fromkeys(("", *map(_prefix, operation.servers or common))):
                    self._insert(operation, prefix + variant.path, variant)

    def _insert(self, operation: Operation, path: str, variant: Variant | None = None) -> None:
        node, names = self._root, list[str]()
        for segment in _split(path):
            node = _descend(node, segment, names)
        method = operation.method.upper()
        node.operations.setdefault(method, (operation, tuple(names)))
        if variant is not None:
            self._varied = True
            node.variants.setdefault(method, []).append((variant, tuple(names)))

    def match(self, method: str, path: str, query: str = "", headers: Iterable[tuple[str, str]] = ()) -> Match | Miss:
        """Find the operation for a method and a raw, percent-encoded path; the rest settles what that leaves open.

        The path is split before it is decoded and decoded once, so an encoded slash stays inside its segment.  Dot
        segments, empty segments, control characters and broken escapes match nothing.
        """
        chosen = self._chosen(method, path, query, headers) if self._varied else None
        return chosen or self._known(method, path)

    def _chosen(self, method: str, path: str, query: str, headers: Iterable[tuple[str, str]]) -> Match | None:
        """Return the operation of several at one path that the rest of the request is for."""
        segments = _decoded_segments(path)
        found = None if segments is None else _search(self._root, segments, 0)
        if found is None:
            return None
        node, values = found
        asked = parse_qsl(query, keep_blank_values=True)
        for variant, names in node.variants.get(method, ()):
            more = variant.fit(asked, headers)
            if more is not None:
                return Match(variant.operation, {**dict(zip(names, values, strict=True)), **more})
        return None

    def _found(self, method: str, path: str) -> Match | Miss:
        segments = _decoded_segments(path)
        found = None if segments is None else _search(self._root, segments, 0)
        if found is None:
            return Miss()
        node, values = found
        entry = node.operations.get(method)
        if entry is None and method == "HEAD":
            entry = node.operations.get("GET")
        if entry is None:
            return Miss(_allowed(node))
        operation, names = entry
        return Match(operation, dict(zip(names, values, strict=True)))


def _prefix(url: str) -> str:
    """Return the path of a server's address without a slash at its end, empty where there is none to speak of."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    # A variable nobody gave a value would take any path there is.
    segments = [] if "{" in path else [_decoded(segment) for segment in path.split("/") if segment not in {"", "."}]
    return "".join(f"/{segment}" for segment in segments) if all(segments) else ""


def _split(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _descend(node: _Node, segment: str, names: list[str]) -> _Node:
    """Return the child for one segment of a declared path, adding to ``names`` the variables in it."""
    if "{" not in segment:
        return node.literals.setdefault(segment, _Node())
    pieces = _VARIABLE.split(segment)
    names.extend(pieces[1::2])
    # Names differ between operations of the same path, so a template is known by what surrounds its variables.
    text = _VARIABLE.sub("{}", segment)
    known = next((template for template in node.templates if template.text == text), None)
    if known is None:
        pattern = "(.+?)".join(re.escape(piece) for piece in pieces[::2])
        known = _Template(text, re.compile(pattern, re.DOTALL), _Node())
        node.templates.append(known)
        node.templates.sort(key=lambda template: -len(template.text))
    return known.node


def _decoded_segments(path: str) -> list[str] | None:
    """Return the segments of a request path, each decoded once, or ``None`` where one of them is no honest name."""
    if not path.startswith("/"):
        return None
    if path == "/":
        return [""]
    segments, pieces = list[str](), _split(path)
    for number, raw in enumerate(pieces):
        segment = _decoded(raw)
        # Some declare paths with a slash at the end; a template never takes the nothing after it.
        last = number == len(pieces) - 1
        if segment is None or segment in {".", ".."} or not (segment or last) or not segment.isprintable():
            return None
        segments.append(segment)
    return segments


def _decoded(raw: str) -> str | None:
    if raw.isascii() and "%" not in raw:
        return raw
    if _BAD_ESCAPE.search(raw):
        return None
    try:
        return unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _search(node: _Node, segments: list[str], position: int) -> tuple[_Node, tuple[str, ...]] | None:
    """Walk the tree, literal branches first; the depth is that of the longest declared path, not of the request."""
    if position == len(segments):
        return (node, ()) if node.operations else None
    segment = segments[position]
    literal = node.literals.get(segment)
    if literal is not None:
        found = _search(literal, segments, position + 1)
        if found is not None:
            return found
    for template in node.templates:
        matched = template.pattern.fullmatch(segment)
        found = _search(template.node, segments, position + 1) if matched else None
        if matched and found is not None:
            return found[0], (*matched.groups(), *found[1])
    return None


def _allowed(node: _Node) -> tuple[str, ...]:
    methods = {*node.operations, "OPTIONS"}
    if "GET" in methods:
        methods.add("HEAD")
    return tuple(sorted(methods))
