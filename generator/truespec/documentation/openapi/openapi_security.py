"""Who may call an operation of an OpenAPI document, as a page shows it: one line a scheme."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from truespec.documentation.facts import places
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.facts.surface import Value
from truespec.documentation.openapi.schema_reading import Resolver
from truespec.specification.node import Node

__all__ = ["SecurityFacts"]

_HEADER_SCHEMES: Final = frozenset({"basic", "bearer"})
_SWAGGER_FLOWS: Final = {"application": "clientCredentials", "accessCode": "authorizationCode"}


@dataclasses.dataclass(frozen=True, slots=True)
class SecurityFacts:
    """Says which schemes an operation asks for."""

    root: Node
    resolver: Resolver
    into: Gathering

    def say(self, operation: Node) -> None:
        """Say the schemes of ``operation``, or those of the whole document where it has none of its own."""
        security = operation.get("security") or self.root.get("security")
        scopes: dict[str, tuple[str, ...]] = {}
        for requirement in security.elements() if security is not None else ():
            for name, _ in requirement.items():  # noqa: PERF102 - a node, not a dict
                scopes.setdefault(name, requirement.texts(name))
        for name, wanted in scopes.items():
            scheme = self._scheme(name)
            if scheme is not None:
                self._scheme_facts(scheme, wanted)

    def _scheme(self, name: str) -> Node | None:
        components = self.root.get("components")
        schemes = self.root.get("securityDefinitions") if components is None else components.get("securitySchemes")
        scheme = None if schemes is None else schemes.get(name)
        return None if scheme is None else self.resolver.resolve(scheme)

    def _scheme_facts(self, scheme: Node, scopes: tuple[str, ...]) -> None:
        line = scheme.key_location.line
        name, kind, word = _described(scheme)
        place = places.under("auth", name)
        if kind is not None:
            self.into.say(place, "type", kind, line)
        self.into.say(place, "scheme", word, line)
        self.into.say(place, "required", True, line)
        self.into.word(place, "description", scheme.text("description"), scheme.location_of("description").line)
        if scopes:
            self.into.say(place, "scopes", scopes, line)


def _described(scheme: Node) -> tuple[str, Value, str]:
    """Return the name a page prints, the type beside it, and the word for the scheme."""
    kind = scheme.text("type") or ""
    if kind == "apiKey":
        return scheme.text("name") or "", "string", f"apiKey in {scheme.text('in') or 'header'}"
    if kind == "oauth2":
        flows = tuple(_flows(scheme))
        return "OAuth2", flows[0] if len(flows) == 1 else flows or None, "oauth2"
    if kind == "openIdConnect":
        return "OpenID Connect", None, "openIdConnect"
    word = (scheme.text("scheme") or kind).lower()
    return ("Authorization", "string", word) if word in _HEADER_SCHEMES else ("HTTP", None, word)


def _flows(scheme: Node) -> Iterator[str]:
    flows = scheme.get("flows")
    if flows is not None:
        yield from (name for name, _ in flows.items())
    flow = scheme.text("flow")
    if flow:
        yield _SWAGGER_FLOWS.get(flow, flow)
