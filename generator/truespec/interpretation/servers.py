"""Read the addresses an API is served from."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.contract.api import Server
from truespec.interpretation.assumptions import read_assumptions
from truespec.specification.document import Node

__all__ = ["read_servers"]

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
_MOST_VARIANTS: Final = 32


def read_servers(owner: Node) -> tuple[Server, ...]:
    """Return the servers that a document, a path item or an operation lists, variables filled by their defaults."""
    declared = owner.get("servers")
    return tuple(
        Server(
            _filled(url, node),
            node.text("description") or "",
            node.location,
            read_assumptions(node),
            tuple(_variants(url, node)),
        )
        for node in (() if declared is None else declared.elements())
        if (url := node.text("url")) is not None
    )


def _variants(url: str, server: Node) -> Iterator[str]:
    """Yield the address for each combination of listed values but the one of all defaults, as long as they are few."""
    variables = server.get("variables")
    listed = dict[str, list[str]]()
    for name in _VARIABLE.findall(url):
        variable = None if variables is None else variables.get(name)
        listed[name] = [] if variable is None else list(variable.texts("enum"))
    choices = [[(name, value) for value in values] for name, values in listed.items() if values]
    usual = _filled(url, server)
    for chosen in itertools.islice(itertools.product(*choices), _MOST_VARIANTS):
        filled = _filled(url, server, dict(chosen))
        if filled != usual:
            yield filled


def _filled(url: str, server: Node, chosen: Mapping[str, str] | None = None) -> str:
    """Fill in what is chosen, else the defaults; a variable without one is left as it is written."""
    variables = server.get("variables")

    def default(match: re.Match[str]) -> str:
        if chosen and match[1] in chosen:
            return chosen[match[1]]
        variable = None if variables is None else variables.get(match[1])
        text = None if variable is None else variable.text("default")
        return match[0] if text is None else text

    return _VARIABLE.sub(default, url)
