"""Lets a request through only with every credential its operation needs; in doubt it does not."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import unquote_plus

from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityNeed, SecurityScheme
from truespec.diagnostics import Location, Report
from truespec.mock.exchange import Request
from truespec.mock.parameters import cookies, query_pairs

__all__ = ["LIMITED", "UNKNOWN", "Credentials", "Guard", "Refused", "read_known"]

Credentials: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""Known values by security scheme, or by the header, query or cookie parameter they are sent in."""

_Reason: TypeAlias = Literal["credentials-missing", "credentials-unknown", "credentials-forbidden"]

UNKNOWN: Final = "unknown-"
"""What a credential begins with that no mock knows, unless it was told that very value."""

LIMITED: Final = "limited-"
"""What a credential begins with that is known and has no permission."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nobody gets in: the reason as behaviour names it and the scheme that was not satisfied, never its value."""

    reason: _Reason
    scheme: str


class Guard:
    """Checks credentials.

    Without ``credentials`` any value is accepted that is there, not blank, and does not begin with :data:`UNKNOWN`
    (either half of a Basic one counts).  With them, a scheme they name accepts those values only, and another scheme
    that is sent in the same place accepts none.  A mutual-TLS scheme cannot be seen here, so it counts as missing
    unless ``credentials`` names it.  A value that begins with :data:`LIMITED` may not do what asks for a permission.
    ``ignored`` are names the guard does not ask for: a planted fault.
    """

    def __init__(self, api: Api, credentials: Credentials | None = None, ignored: frozenset[str] = frozenset()) -> None:
        """Keep the known credentials; they are never shown."""
        self._schemes = {scheme.wire: scheme for scheme in api.security_schemes}
        self._behaviour = api.behaviour
        named = {name.lower(): value for name, value in (credentials or {}).items()}
        self._known = {name: (value,) if isinstance(value, str) else value for name, value in named.items()}
        closed = {_sent_in(scheme) for scheme in api.security_schemes if self._values(scheme) is not None}
        self._shut = frozenset(scheme.wire for scheme in api.security_schemes if _sent_in(scheme) in closed)
        self._ignored = frozenset(name.lower() for name in ignored)
        self._accepted = {scheme.wire: self._values(scheme) for scheme in api.security_schemes}
        self._passed = frozenset(scheme.wire for scheme in api.security_schemes if self._is_ignored(scheme))
        self._guarded = frozenset(operation.id for operation in api.operations if self._asks_permission(operation))

    def refusal(self, operation: Operation, request: Request) -> Refused | None:
        """Return why ``request`` may not use ``operation``, or ``None`` where one of its alternatives is satisfied."""
        first: Refused | None = None
        guarded = operation.id in self._guarded
        for alternative in operation.security:
            refused = self._unsatisfied(alternative, request, guarded=guarded)
            if refused is None:
                return None
            # That a known caller may not do this says more than what other alternatives lack.
            first = refused if first is None or refused.reason == "credentials-forbidden" else first
        return first

    def _unsatisfied(self, needs: tuple[SecurityNeed, ...], request: Request, *, guarded: bool) -> Refused | None:
        """Return what is wrong with the credentials of one alternative; what is ``guarded`` asks for a permission."""
        limited = ""
        for need in needs:
            scheme = self._schemes.get(need.scheme)
            if scheme is None:
                return Refused("credentials-missing", need.scheme)
            if scheme.wire in self._passed:
                continue
            sent = "" if scheme.kind == "mutual-tls" else _presented(scheme, request)
            reason = self._judge(scheme, sent)
            if reason:
                return Refused(reason, need.scheme)
            if guarded and not limited and sent and _begins(scheme, sent, LIMITED):
                limited = scheme.wire
        # Only who is known is told what is not allowed.
        return Refused("credentials-forbidden", limited) if limited else None

    def _judge(self, scheme: SecurityScheme, sent: str) -> _Reason | Literal[""]:
        known = self._accepted[scheme.wire]
        if scheme.kind == "mutual-tls":
            return "credentials-missing" if known is None else ""
        if not sent:
            return "credentials-missing"
        if known is None and scheme.wire not in self._shut:
            return "credentials-unknown" if _begins(scheme, sent, UNKNOWN) else ""
        # Every known value is compared, so that the time tells nothing of which one came near.
        matches = [hmac.compare_digest(sent.encode(), value.encode()) for value in known or ()]
        return "" if any(matches) else "credentials-unknown"

    def _asks_permission(self, operation: Operation) -> bool:
        action = self._behaviour.action(operation.id) if self._behaviour else None
        stated = self._behaviour.refusal("credentials-forbidden", operation.id) if self._behaviour else None
        return stated is not None or (action is not None and action.permission is not None)

    def _is_ignored(self, scheme: SecurityScheme) -> bool:
        return not self._ignored.isdisjoint({scheme.wire.lower(), scheme.parameter.lower()})

    def _values(self, scheme: SecurityScheme) -> tuple[str, ...] | None:
        """Return the values known for a scheme, ``None`` where it is not named."""
        names = [name for name in dict.fromkeys((scheme.wire.lower(), scheme.parameter.lower())) if name in self._known]
        return tuple(value for name in names for value in self._known[name]) if names else None


def read_known(api: Api, given: Iterable[tuple[str, str]], report: Report) -> Credentials:
    """Return the credentials a user names: pairs of a scheme (or the name it is sent under) and a value.

    Reports ``auth-unknown-scheme`` for a name that is neither, ``auth-unusable`` for a value no header can hold; no
    value is repeated.
    """
    known = dict[str, tuple[str, ...]]()
    names = {name.lower() for scheme in api.security_schemes for name in (scheme.wire, scheme.parameter)}
    for name, value in given:
        if name.lower() not in names:
            message = f"{name!r} is no security scheme of {api.name}"
            listed = ", ".join(f"{scheme.wire} ({scheme.parameter})" for scheme in api.security_schemes) or "none"
            report.error("auth-unknown-scheme", Location("--auth"), message, f"use one of: {listed}")
        elif not value.strip() or not value.isascii() or not value.isprintable():
            message = f"the value for {name!r} is empty or has characters that no header can hold"
            report.error("auth-unusable", Location("--auth"), message, "give printable ASCII text")
        else:
            known[name.lower()] = (*known.get(name.lower(), ()), value.strip())
    return known


def _sent_in(scheme: SecurityScheme) -> tuple[str, str]:
    """Return the place of a credential in a request; names of headers have no case."""
    return ("header", "authorization") if scheme.kind != "api-key" else (scheme.place, scheme.parameter.lower())


def _begins(scheme: SecurityScheme, credential: str, word: str) -> bool:
    if scheme.kind != "basic":
        return credential.startswith(word)
    return any(part.startswith(word) for part in credential.split(":", 1))


def _presented(scheme: SecurityScheme, request: Request) -> str:
    """Return the credential a request shows for a scheme, empty where there is none or more than one."""
    if scheme.kind != "api-key":
        return _authorization(scheme, request)
    if scheme.place == "header":
        values = request.header_values(scheme.parameter)
    elif scheme.place == "query":
        values = [unquote_plus(value) for name, value in query_pairs(request.query) if name == scheme.parameter]
    else:
        values = [value for name, value in cookies(request) if name == scheme.parameter]
    # Two values for one credential are one too many: which of them counts would depend on who looks.
    return values[0].strip() if len(values) == 1 else ""


def _authorization(scheme: SecurityScheme, request: Request) -> str:
    values = request.header_values("authorization")
    if len(values) != 1:
        return ""
    word, _, credential = values[0].strip().partition(" ")
    wanted = scheme.http_scheme.lower() if scheme.kind == "http" else "basic" if scheme.kind == "basic" else "bearer"
    if word.lower() != wanted:
        return ""
    return _basic(credential.strip()) if scheme.kind == "basic" else credential.strip()


def _basic(credential: str) -> str:
    """Return ``user:password`` in clear, empty where the credential is not an honest Basic one."""
    try:
        text = base64.b64decode(credential, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    user, separator, _ = text.partition(":")
    return text if separator and user else ""
