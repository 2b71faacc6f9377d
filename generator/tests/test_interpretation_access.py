"""Who may call an API and where it is: security schemes, what operations need of them, and servers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from interpreting import interpreted, one_operation, paths_document

SCHEMES: dict[str, Any] = {
    "key": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "token": {"type": "http", "scheme": "Bearer", "x-assumed": "seen"},
    "login": {"type": "http", "scheme": "basic"},
    "signed": {"type": "http", "scheme": "HOBA"},
    "cert": {"type": "mutualTLS"},
    "site": {"type": "openIdConnect", "openIdConnectUrl": "https://example.com"},
    "grant": {"type": "oauth2", "flows": {}},
}


def test_security_schemes_of_every_kind_are_read(tmp_path: Path) -> None:
    found = interpreted(tmp_path, paths_document({}, components={"securitySchemes": SCHEMES}))
    shown = [
        (each.wire, each.kind, each.place, each.parameter, each.http_scheme) for each in found.api.security_schemes
    ]
    assert shown == [
        ("key", "api-key", "cookie", "sid", ""),
        ("token", "bearer", "header", "Authorization", "Bearer"),
        ("login", "basic", "header", "Authorization", "basic"),
        ("signed", "http", "header", "Authorization", "HOBA"),
        ("cert", "mutual-tls", "header", "Authorization", ""),
        ("site", "openid", "header", "Authorization", ""),
        ("grant", "oauth2", "header", "Authorization", ""),
    ]
    token = found.api.scheme("token")
    assert token is not None
    assert [assumption.why for assumption in token.assumptions] == ["seen"]


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        (None, [["key", "token"]]),
        ([], []),
        ([{}], [[]]),
        ([{"key": []}, {"token": [], "grant": ["read", "write"]}, {}], [["key"], ["token", "grant:read:write"], []]),
    ],
)
def test_security_is_inherited_or_replaced_as_a_whole(tmp_path: Path, security: Any, expected: list[list[str]]) -> None:
    own = {} if security is None else {"security": security}
    schemes = {name: {"type": "apiKey", "in": "header", "name": name} for name in ("key", "token", "grant")}
    needed = [{"key": [], "token": []}]
    operation = one_operation(tmp_path, own, security=needed, components={"securitySchemes": schemes})
    shown = [[":".join((need.scheme, *need.scopes)) for need in alternative] for alternative in operation.security]
    assert expected == shown


def test_of_schemes_that_share_a_header_one_is_enough_and_it_is_said(tmp_path: Path) -> None:
    own = {"security": [{"token": [], "cert": [], "key": [], "login": []}, {"login": []}]}
    found = interpreted(
        tmp_path,
        paths_document(
            {"/pets": {"get": {"operationId": "listPets", "responses": {"200": {"description": "done"}}, **own}}},
            components={"securitySchemes": SCHEMES},
        ),
    )
    (operation,) = found.api.operations
    shown = [[need.scheme for need in alternative] for alternative in operation.security]
    assert [["token", "cert", "key"], ["login", "cert", "key"], ["login"]] == shown
    assert 1 == [each.id for each in found.report].count("security-one-header")


def test_server_variables_take_their_defaults(tmp_path: Path) -> None:
    servers = [
        {
            "url": "https://{host}.example.com/{v}/{gone}",
            "variables": {"host": {"default": "{v}"}, "v": {"default": "v2"}},
            "x-assumed": "seen",
        },
        {"url": "/relative", "description": "here"},
    ]
    found = interpreted(tmp_path, paths_document({}, servers=servers))
    assert [(server.url, server.description) for server in found.api.servers] == [
        ("https://{v}.example.com/v2/{gone}", ""),
        ("/relative", "here"),
    ]
    assert [assumption.why for assumption in found.api.servers[0].assumptions] == ["seen"]


def test_the_servers_of_an_operation_are_its_own_or_those_of_its_path(tmp_path: Path) -> None:
    own = {"servers": [{"url": "https://{x}", "variables": {"x": {"default": "own"}}}]}
    item = {"servers": [{"url": "https://path"}], "get": {**own, "operationId": "a"}, "put": {"operationId": "b"}}
    found = interpreted(tmp_path, paths_document({"/a": item}))
    assert [operation.servers for operation in found.api.operations] == [("https://own",), ("https://path",)]
