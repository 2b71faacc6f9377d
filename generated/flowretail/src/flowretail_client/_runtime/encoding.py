"""The pure half of sending: an operation and its arguments become a request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from .bodies import encode_body, whole_query
from .credentials import origin_of
from .message import HttpRequest
from .omit import OMIT
from .operation import Arguments, Location, Operation, Parameter
from .shapes import is_object
from .styles import cookie_pairs, header_text, path_text, query_pairs
from .words import header_name, header_value

__all__ = ["checked_base_url", "checked_headers", "encode"]

_FRAGMENT = re.compile(r"#(?![^{}]*\})")
_URL_CHARACTERS = "/?#[]@!$&'()*+,;=:~%{}"
_DOT_SEGMENTS = {".": "%2E", "..": "%2E%2E"}


def checked_base_url(url: str) -> str:
    """Return ``url`` without a trailing slash.

    Raises:
        ValueError: It is not an absolute http or https URL, or it has a user name, a query or a fragment.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii() or not url.isprintable():
        raise ValueError("the base URL must be an absolute http or https URL")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment or " " in url:
        raise ValueError("the base URL must have no user name, query or fragment")
    return url.rstrip("/")


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return ``headers`` with names and values fit to be sent.

    Raises:
        ValueError: A name or a value would break out of its header.
    """
    return {header_name(name): header_value(name, value) for name, value in headers.items()}


def encode(
    operation: Operation[Any],
    arguments: Arguments,
    base_url: str,
    defaults: Mapping[str, str],
    overrides: Mapping[str, str],
) -> HttpRequest:
    """Return the request for one call, without credentials.

    ``defaults`` are headers that give way to the operation's own, ``overrides`` are headers that do not.

    Raises:
        ValueError: An argument cannot be written where it belongs.
        TypeError: An argument is of a kind that its place cannot hold.
    """
    path = _written(operation.path)
    for parameter, value in _given(operation, "path", arguments.path):
        path = path.replace(_written(f"{{{parameter.name}}}"), path_text(parameter, value))
    path = "/".join(_DOT_SEGMENTS.get(segment, segment) for segment in path.split("/"))
    query = "&".join(_query(operation, arguments))
    sent = {"Accept": operation.accept}
    for parameter, value in _given(operation, "header", arguments.headers):
        sent[header_name(parameter.name)] = header_value(parameter.name, header_text(parameter, value))
    cookies = "; ".join(
        f"{name}={text}"
        for parameter, value in _given(operation, "cookie", arguments.cookies)
        for name, text in cookie_pairs(parameter, value)
    )
    if cookies:
        sent["Cookie"] = cookies
    content = b""
    form = operation.body_for(arguments.content_type)
    body = OMIT if form is None else arguments.body_at(form.place)
    if form is not None and not _is_left_out(operation, body):
        content, sent["Content-Type"] = encode_body(form.media_type, body, form.parts, arguments.part_headers)
    return HttpRequest(
        operation.method,
        f"{base_url}{path}{'&' if '?' in path and query else '?' if query else ''}{query}",
        _merged(_merged(defaults, sent), overrides),
        content,
        operation.id,
        operation.path,
        origin_of(base_url),
    )


def _written(template: str) -> str:
    """Encode what no URL can hold of a path; its fragment would never be sent, nor would what stands behind it."""
    return quote(_FRAGMENT.split(template)[0], safe=_URL_CHARACTERS)


def _query(operation: Operation[Any], arguments: Arguments) -> Iterator[str]:
    """Yield the pieces of the query, encoded."""
    for parameter, value in _given(operation, "query", arguments.query):
        for name, text in query_pairs(parameter, value):
            yield f"{name}={text}"
    for parameter, value in _given(operation, "querystring", arguments.query):
        if text := whole_query(parameter, value):
            yield text


def _is_left_out(operation: Operation[Any], body: Any) -> bool:
    if operation.body_optional and is_object(body):
        return all(member is OMIT for member in body.values())
    return body is OMIT


def _given(operation: Operation[Any], location: Location, values: dict[str, Any]) -> list[tuple[Parameter, Any]]:
    """Return the parameters of ``location`` that have a value; a path parameter must have one."""
    given: list[tuple[Parameter, Any]] = []
    for parameter in operation.parameters:
        if parameter.location == location:
            value = values.get(parameter.name, OMIT)
            if value is not OMIT:
                given.append((parameter, value))
            elif parameter.required:
                raise ValueError(f"{location} parameter {parameter.name!r} is required")
    return given


def _merged(below: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Lay ``above`` over ``below``; names compare without case."""
    names = {name.lower() for name in above}
    return {name: value for name, value in below.items() if name.lower() not in names} | dict(above)
