"""Credentials as objects: how each security scheme signs a request, without ever showing a value."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol, runtime_checkable
from urllib.parse import quote, urlsplit

from .message import HttpRequest
from .words import header_value

__all__ = [
    "Basic",
    "CookieKey",
    "Credential",
    "HeaderKey",
    "HeaderSet",
    "MissingCredential",
    "QueryKey",
    "authorize",
    "from_environment",
    "origin_of",
]


class MissingCredential(ValueError):  # noqa: N818  # named as its like in errors.py
    """The client was not given a credential that the operation needs; nothing was sent."""


@runtime_checkable
class Credential(Protocol):
    """Signs requests.

    ``prepare`` runs before every attempt and may fetch what is needed; ``apply`` writes on the request; ``renew`` is
    told that the server refused the credential, and returns whether another attempt can do better.
    """

    def prepare(self) -> None:
        """Fetch what :meth:`apply` needs."""
        ...

    async def aprepare(self) -> None:
        """Fetch what :meth:`apply` needs, without blocking the event loop."""
        ...

    def apply(self, request: HttpRequest) -> None:
        """Write the credential on ``request``."""
        ...

    def renew(self) -> bool:
        """Forget what was refused; return whether :meth:`prepare` can find something else."""
        ...


class FixedCredential:
    """A credential that never changes."""

    def prepare(self) -> None:
        """Do nothing: there is nothing to fetch."""

    async def aprepare(self) -> None:
        """Do nothing: there is nothing to fetch."""

    def renew(self) -> bool:
        """Return false: the value is the same for ever."""
        return False

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"


class HeaderSet(FixedCredential):
    """Several headers that only count together, such as a key and its secret."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = {name: header_value(name, value) for name, value in headers.items()}

    def apply(self, request: HttpRequest) -> None:
        """Add the headers."""
        request.headers.update(self._headers)


class HeaderKey(HeaderSet):
    """A key in one header."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__({name: value})


class Basic(HeaderSet):
    """HTTP Basic: a user name and a password, in UTF-8."""

    def __init__(self, username: str, password: str) -> None:
        if ":" in username:
            raise ValueError("the user name of HTTP Basic must not contain a colon")
        pair = base64.b64encode(f"{username}:{password}".encode()).decode("ascii")
        super().__init__({"Authorization": f"Basic {pair}"})


class QueryKey(FixedCredential):
    """A key in the query string, where servers may log it: prefer a header if the API has one."""

    def __init__(self, name: str, value: str) -> None:
        self._pair = f"{quote(name, safe='')}={quote(value, safe='')}"

    def apply(self, request: HttpRequest) -> None:
        """Append the key to the query string."""
        request.url += ("&" if "?" in request.url else "?") + self._pair


class CookieKey(FixedCredential):
    """A key in a cookie."""

    def __init__(self, name: str, value: str) -> None:
        if not value or any(character in ' ",;\\' for character in value):
            raise ValueError(f"the value of cookie {name!r} is empty or has characters that a cookie cannot hold")
        self._pair = header_value("Cookie", f"{name}={value}")

    def apply(self, request: HttpRequest) -> None:
        """Add the cookie to those already there."""
        present = request.headers.get("Cookie")
        request.headers["Cookie"] = f"{present}; {self._pair}" if present else self._pair


def authorize(request: HttpRequest) -> HttpRequest:
    """Return ``request`` with its credentials on it, or without any if it goes to another origin than the API's."""
    if not request.credentials:
        return request
    signed = replace(request, headers=dict(request.headers), credentials=())
    if origin_of(request.url) == request.origin:
        for credential in request.credentials:
            credential.apply(signed)
    return signed


def origin_of(url: str) -> str:
    """Return scheme, host and port of ``url``, in the one form in which origins are compared."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    port = parts.port or {"http": 80, "https": 443}.get(scheme, 0)
    host = (parts.hostname or "").lower()
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def from_environment(value: str | None, variable: str) -> str:
    """Return ``value``, or the environment variable's when there is none.

    Raises:
        MissingCredential: Neither is there, or it is empty.
    """
    found = os.environ.get(variable) if value is None else value
    if not found:
        raise MissingCredential(f"no credential: pass it to the client or set {variable}")
    return found
