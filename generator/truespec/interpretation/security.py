"""Read how callers prove who they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, cast

from truespec.contract.names import Namespace, manner, precedence, snake
from truespec.contract.security import SecurityKind, SecurityNeed, SecurityScheme
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import shared_assumptions
from truespec.interpretation.bodies import described
from truespec.interpretation.unrendered import note_unrendered
from truespec.specification.document import Document, Node

__all__ = ["read_needs", "read_schemes"]

_KINDS: Final[Mapping[str, SecurityKind]] = {
    "apiKey": "api-key",
    "oauth2": "oauth2",
    "openIdConnect": "openid",
    "mutualTLS": "mutual-tls",
}
_HTTP_KINDS: Final[Mapping[str, SecurityKind]] = {"bearer": "bearer", "basic": "basic"}
_MOST_CHOICES: Final = 16
"""So many ways to send credentials that cannot be sent together are enough for any caller."""


def read_schemes(document: Document, keywords: Mapping[str, str], report: Report) -> tuple[SecurityScheme, ...]:
    """Return the security schemes in the order of the document; ``keywords`` names the client's keyword of some."""
    components = document.root.get("components")
    declared = components.get("securitySchemes") if components is not None else None
    if declared is None or not declared.is_mapping:
        return ()
    names = Namespace(("base_url", "self", "options"))
    given = {wire: names.take(keyword) for wire, keyword in keywords.items()}  # api.toml chooses first
    wires = [wire for wire in declared.value if wire not in given]
    for place in precedence([manner(wire) for wire in wires]):
        given[wires[place]] = names.take(snake(wires[place], "credential"))
    found: list[SecurityScheme] = []
    for wire, written in declared.items():
        node = document.resolve(written, report)
        if node is not None and node.is_mapping:
            note_unrendered(node, "security scheme", report)
            found.append(_scheme(written, node, wire, given[wire]))
    return tuple(found)


def _scheme(written: Node, node: Node, wire: str, name: str) -> SecurityScheme:
    http_scheme = (node.text("scheme") or "").lower()
    http_kind: SecurityKind = _HTTP_KINDS.get(http_scheme, "http")
    kind: SecurityKind = _KINDS.get(node.text("type") or "", http_kind)
    place = node.text("in") or ""
    is_key = kind == "api-key"
    return SecurityScheme(
        wire=wire,
        name=name,
        kind=kind,
        location=node.location,
        place=cast("Literal['header', 'query', 'cookie']", place)
        if is_key and place in {"query", "cookie"}
        else "header",
        parameter=(node.text("name") or "") if is_key else "Authorization",
        http_scheme=node.text("scheme") or "",
        description=described(written, node),
        assumptions=shared_assumptions(written, node),
    )


def read_needs(
    owner: Node,
    inherited: tuple[tuple[SecurityNeed, ...], ...],
    declared: Mapping[str, SecurityScheme],
    report: Report,
) -> tuple[tuple[SecurityNeed, ...], ...]:
    """Return the alternatives under ``security`` of a document or an operation; ``inherited`` where it has none.

    Schemes that are not ``declared`` are left out; lint said so.  Notes ``security-one-header`` where schemes that are
    sent in one and the same header are asked for together: no request can carry both, so either is enough.
    """
    security = owner.get("security")
    if security is None or not security.is_sequence:
        return inherited
    found: list[tuple[SecurityNeed, ...]] = []
    for alternative in security.elements():
        if alternative.is_mapping:
            needs = [SecurityNeed(wire, alternative.texts(wire)) for wire, _ in alternative.items() if wire in declared]
            apart = list(_that_one_request_carries(needs, declared))
            found += apart
            if len(apart) > 1:
                names = " and ".join(f"`{need.scheme}`" for need in needs)
                report.note(
                    "security-one-header",
                    alternative.location,
                    f"{names} are asked for together and share a header; one of them is taken to be enough",
                    "list them as alternatives of their own",
                )
    return tuple(dict.fromkeys(found))


def _that_one_request_carries(
    needs: Sequence[SecurityNeed], declared: Mapping[str, SecurityScheme]
) -> Iterator[tuple[SecurityNeed, ...]]:
    """Yield the needs as they are, or, where some are sent in the same place, each choice of one for every place."""
    places: dict[tuple[str, ...], list[SecurityNeed]] = {}
    for need in needs:
        scheme = declared[need.scheme]
        sent_in = ("", scheme.wire) if scheme.kind == "mutual-tls" else (scheme.place, scheme.parameter.lower())
        places.setdefault(sent_in, []).append(need)
    yield from itertools.islice(itertools.product(*places.values()), _MOST_CHOICES)
