"""Read the addresses an API is served from."""

from __future__ import annotations

import re
from typing import Final

from truespec.contract.api import Server
from truespec.interpretation.assumptions import read_assumptions
from truespec.specification.document import Node

__all__ = ["read_servers"]

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


def read_servers(owner: Node) -> tuple[Server, ...]:
    """Return the servers that a document, a path item or an operation lists, variables filled by their defaults."""
    declared = owner.get("servers")
    return tuple(
        Server(_filled(url, node), node.text("description") or "", node.location, read_assumptions(node))
        for node in (() if declared is None else declared.elements())
        if (url := node.text("url")) is not None
    )


def _filled(url: str, server: Node) -> str:
    """Fill in the defaults; a variable without one is left as it is written."""
    variables = server.get("variables")

    def default(match: re.Match[str]) -> str:
        variable = None if variables is None else variables.get(match[1])
        text = None if variable is None else variable.text("default")
        return match[0] if text is None else text

    return _VARIABLE.sub(default, url)
