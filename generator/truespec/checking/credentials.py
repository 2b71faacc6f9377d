"""The credentials a run sends: held by field, added at the last moment, never shown."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import quote

from truespec.checking.exchange import Request
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityScheme
from truespec.diagnostics import Location, Report

__all__ = ["UNKNOWN", "Credentials", "Resembling", "Verbatim", "dummies", "read_credentials", "shown_instead"]

UNKNOWN: Final = "unknown-"
"""How a made-up credential begins that no server knows."""

_DUMMY: Final = "truespec-dummy-credential"


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Values by the key of the security scheme they are for; the ``repr`` names the schemes only."""

    _values: Mapping[str, str]

    def __repr__(self) -> str:
        """Name the schemes, hide the values."""
        return f"Credentials({', '.join(sorted(self._values))})"

    def __contains__(self, scheme: str) -> bool:
        """Say whether there is a value for a scheme."""
        return scheme in self._values

    def value(self, scheme: str) -> str | None:
        """Return the value for a scheme, ``None`` where there is none."""
        return self._values.get(scheme)

    def alternative(self, operation: Operation) -> tuple[str, ...] | None:
        """Return the schemes of the first security alternative that can be met, ``None`` where none can."""
        if not operation.security:
            return ()
        alternatives = (tuple(need.scheme for need in needs) for needs in operation.security)
        return next((schemes for schemes in alternatives if all(scheme in self for scheme in schemes)), None)

    def add(self, request: Request, schemes: tuple[SecurityScheme, ...], replaced: Mapping[str, str | None]) -> Request:
        """Return ``request`` with the credentials of ``schemes``.

        ``replaced`` maps a scheme's key to what is sent in its place, ``None`` for nothing at all.
        """
        for scheme in schemes:
            value = replaced[scheme.wire] if scheme.wire in replaced else self._values.get(scheme.wire)
            if value is not None:
                request = _with_credential(request, scheme, value)
        return request

    def secrets(self) -> Iterator[str]:
        """Yield every value in every encoding it may be sent in, for the searches that prove none has leaked."""
        for value in self._values.values():
            yield value
            yield quote(value, safe="")
            yield base64.b64encode(value.encode()).decode()


class Verbatim(str):
    """A credential that is sent as it is written, without the word of its scheme before it."""

    __slots__ = ()


class Resembling(str):
    """A credential that is made of one that the user gave; ``shown`` stands for it in a reproduction."""

    __slots__ = ("shown",)
    shown: str

    def __new__(cls, value: str, shown: str) -> Self:
        """Keep what is shown beside the value."""
        made = super().__new__(cls, value)
        made.shown = shown
        return made


def _with_credential(request: Request, scheme: SecurityScheme, value: str) -> Request:
    name, sent = scheme.parameter, value
    if isinstance(value, Verbatim):
        return replace(request, headers=(*request.headers, (name, str(value))))
    if scheme.kind == "basic":
        sent = "Basic " + base64.b64encode(value.encode()).decode()
    elif scheme.kind in {"bearer", "oauth2", "openid"}:
        sent = f"Bearer {value}"
    elif scheme.kind == "http":
        sent = f"{scheme.http_scheme} {value}"
    if scheme.kind == "api-key" and scheme.place == "query":
        joint = "&" if "?" in request.target else "?"
        return replace(request, target=f"{request.target}{joint}{quote(name, safe='')}={quote(sent, safe='')}")
    if scheme.kind == "api-key" and scheme.place == "cookie":
        name, sent = "Cookie", f"{name}={quote(sent, safe='')}"
    return replace(request, headers=(*request.headers, (name, sent)))


def dummies(api: Api, prefix: str = "") -> Credentials:
    """Return made-up credentials for every scheme, for a server that lives in this process.

    The mock takes those that begin with ``limited-`` for known ones without any permission.
    """
    word = prefix + _DUMMY
    return Credentials(
        {
            scheme.wire: f"{word}:{word}" if scheme.kind == "basic" else f"{word}-{scheme.wire}"
            for scheme in api.security_schemes
        }
    )


def read_credentials(api: Api, given: Mapping[str, str], report: Report, option: str = "--auth") -> Credentials:
    """Return the credentials a user gave, each under the key of a scheme or the name of the header it is sent in.

    ``option`` is where they were given.

    Reports ``auth-unknown-scheme`` for a name that is neither, ``auth-unusable`` for a value that no header can hold.
    """
    values: dict[str, str] = {}
    for name, value in given.items():
        scheme = _scheme_named(api, name)
        if scheme is None:
            known = ", ".join(f"{scheme.wire} ({scheme.parameter})" for scheme in api.security_schemes) or "none"
            report.error(
                "auth-unknown-scheme",
                Location(option),
                f"{name!r} is no security scheme of {api.name}",
                f"use one of: {known}",
            )
        elif not value or not value.isascii() or not value.isprintable():
            report.error(
                "auth-unusable",
                Location(option),
                f"the value for {name!r} is empty or has characters that no header can hold",
                "give printable ASCII text",
            )
        else:
            values[scheme.wire] = _without_scheme(value, scheme)
    return Credentials(values)


def _without_scheme(value: str, scheme: SecurityScheme) -> str:
    """Return a credential as it is sent: whoever names the header may have written its whole value."""
    word = "bearer " if scheme.kind in {"bearer", "oauth2", "openid"} else ""
    return value[len(word) :].strip() or value if word and value.lower().startswith(word) else value


def _scheme_named(api: Api, name: str) -> SecurityScheme | None:
    wanted = name.lower()
    named = [scheme for scheme in api.security_schemes if scheme.wire == name]
    named += [scheme for scheme in api.security_schemes if scheme.parameter.lower() == wanted]
    return named[0] if named else None


def shown_instead(parameter: str, value: str | None) -> str:
    """Return what a reproduction shows where another value was sent than the credential: one may be a secret too."""
    if isinstance(value, Resembling):
        return value.shown
    made_up = (value or "").startswith(UNKNOWN)
    return f"{UNKNOWN}credential" if made_up else f"$SECOND_{parameter.upper().replace('-', '_')}"
