"""How a caller proves who it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from truespec.contract.provenance import Assumption
from truespec.diagnostics import Location

__all__ = ["SecurityKind", "SecurityNeed", "SecurityScheme"]

SecurityKind: TypeAlias = Literal["api-key", "bearer", "basic", "http", "oauth2", "openid", "mutual-tls"]


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """One way to present a credential.

    ``wire`` is the key under ``securitySchemes``, ``name`` the Python keyword of the client that takes the credential.
    For ``api-key``, ``place`` is ``header``, ``query`` or ``cookie`` and ``parameter`` the name sent there; every other
    kind uses the ``Authorization`` header.  ``http_scheme`` is the word before the credential for ``http``.
    """

    wire: str
    name: str
    kind: SecurityKind
    location: Location
    place: Literal["header", "query", "cookie"] = "header"
    parameter: str = "Authorization"
    http_scheme: str = ""
    description: str = ""
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityNeed:
    """A scheme that one alternative of an operation's security asks for, with the scopes it needs."""

    scheme: str
    scopes: tuple[str, ...] = ()
