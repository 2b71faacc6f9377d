"""Lets a request through only with every credential its operation needs; in doubt it does not."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import unquote_plus

from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityNeed, SecurityScheme
from truespec.mock.exchange import Request
from truespec.mock.parameters import cookies, query_pairs

__all__ = ["Guard", "Refused"]

_Verdict: TypeAlias = Literal["", "credentials-missing", "credentials-unknown"]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nobody gets in: the reason as behaviour names it and the scheme that was not satisfied, never its value."""

    reason: Literal["credentials-missing", "credentials-unknown"]
    scheme: str


class Guard:
    """Checks credentials.

    Without ``credentials`` any value that is there and not blank is accepted; with them, a scheme they name (by its key
    in the document or by the header, query or cookie parameter it is sent in) accepts that value only.  A mutual-TLS
    scheme cannot be seen here, so it counts as missing unless ``credentials`` names it.  ``ignored`` are names the
    guard does not ask for: a planted fault.
    """

    def __init__(
        self, api: Api, credentials: Mapping[str, str] | None = None, ignored: frozenset[str] = frozenset()
    ) -> None:
        """Keep the known credentials; they are never shown."""
        self._schemes = {scheme.wire: scheme for scheme in api.security_schemes}
        self._known = {name.lower(): value for name, value in (credentials or {}).items()}
        self._ignored = frozenset(name.lower() for name in ignored)

    def refusal(self, operation: Operation, request: Request) -> Refused | None:
        """Return why ``request`` may not use ``operation``, or ``None`` where one of its alternatives is satisfied."""
        first: Refused | None = None
        for alternative in operation.security:
            refused = self._unsatisfied(alternative, request)
            if refused is None:
                return None
            first = first or refused
        return first

    def _unsatisfied(self, needs: tuple[SecurityNeed, ...], request: Request) -> Refused | None:
        for need in needs:
            scheme = self._schemes.get(need.scheme)
            reason = "credentials-missing" if scheme is None else self._judge(scheme, request)
            if reason:
                return Refused(reason, need.scheme)
        return None

    def _judge(self, scheme: SecurityScheme, request: Request) -> _Verdict:
        names = {scheme.wire.lower(), scheme.parameter.lower()}
        if names & self._ignored:
            return ""
        known = next((self._known[name] for name in names if name in self._known), None)
        if scheme.kind == "mutual-tls":
            return "credentials-missing" if known is None else ""
        sent = _presented(scheme, request)
        if not sent:
            return "credentials-missing"
        if known is not None and not hmac.compare_digest(sent.encode(), known.encode()):
            return "credentials-unknown"
        return ""


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
    wanted = {"basic": "basic", "http": scheme.http_scheme.lower()}.get(scheme.kind, "bearer")
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
