"""What the README of a client says of its servers and of the credentials that they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.rendering.code import Code, fragment, identifier, join, literal, markdown
from truespec.rendering.credentials import Keyword, keywords
from truespec.rendering.servers import own_server

__all__ = ["alternatives", "credential_line", "own_servers", "server_line", "servers"]

_MOST_CALLS = 5
"""Calls that are named of one server."""


def servers(api: Api) -> list[tuple[str, str]]:
    """Return the URLs and descriptions of the servers that a client can be sent to as they stand."""
    return [
        (server.url, server.description) for server in api.servers if server.url.startswith(("https://", "http://"))
    ]


def own_servers(api: Api) -> Iterator[Code]:
    """Yield a line for each server that is for some operations alone, with their calls."""
    found: dict[str, list[Code]] = {}
    for operation in api.operations:
        if server := own_server(operation, api):
            call = join(".", (identifier(operation.resource), identifier(operation.name)))
            found.setdefault(server, []).append(fragment("`{}`", call))
    for server, calls in found.items():
        more = len(calls) - _MOST_CALLS
        rest = [fragment("and {} more", literal(more))] if more > 0 else []
        yield fragment("`{}`: {}", _code_span(server), join(", ", [*calls[:_MOST_CALLS], *rest]))


def server_line(url: str, words: str) -> Code:
    """Write a server as code, with its description."""
    # A backtick would end the code it stands in.
    shown = fragment("`{}`", _code_span(url))
    return fragment("{}: {}", shown, markdown(words)) if words.strip() else shown


def _code_span(text: str) -> Code:
    """Return text for a span of code: printable ASCII without what ends it."""
    return Code(
        "".join(character for character in text if character.isascii() and character.isprintable()).replace("`", "")
    )


def credential_line(keyword: Keyword) -> Code:
    """Say what a credential is, where it is sent and which environment variable gives it."""
    scheme = keyword.scheme
    name, variable = identifier(keyword.name), identifier(keyword.variable)
    how: dict[str, Code] = {
        "bearer": fragment("a bearer token, or a `TokenProvider` that is asked for one"),
        "oauth2": fragment("an access token, or a `TokenProvider` that is asked for one"),
        "openid": fragment("an access token, or a `TokenProvider` that is asked for one"),
        "basic": fragment("a half of HTTP Basic"),
        "http": fragment("sent in the header `Authorization`"),
    }
    key = fragment("sent in the {} `{}`", markdown(scheme.place), _code_span(scheme.parameter))
    return fragment(
        "`{}`: {}; from the environment variable `{}` by default", name, how.get(scheme.kind, key), variable
    )


def alternatives(api: Api) -> Code:
    """Say which credentials are needed together, and which in place of each other; empty where there is one only."""
    named: dict[str, list[Code]] = {}
    for keyword in keywords(api):
        named.setdefault(keyword.scheme.wire, []).append(fragment("`{}`", identifier(keyword.name)))
    found: dict[Code, None] = {}
    for operation in api.operations:
        for alternative in operation.security:
            words = [name for need in alternative for name in named.get(need.scheme, [])]
            if words:
                found[join(" and ", words)] = None
    if len(named) < 2 or not found:
        return fragment("")
    if len(found) == 1:
        return fragment("Give {}.", *found)
    return fragment("Give one of these: {}.", join("; ", found))
