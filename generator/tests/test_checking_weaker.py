"""A second credential that lacks a permission lacks it everywhere, and what is replaced is replaced whole."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checked_server import SECRET
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.ground.paths import take
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Verdict
from truespec.contract.api import Api

CLERK = "clerk-key"


def notes_api(
    folder: Path,
    forbidden: tuple[str, ...] = ("make", "rewrite", "end"),
    permissions: dict[str, str] | None = None,
    told: dict[str, str] | None = None,
) -> Api:
    """Return an API of notes that only the chief writes, and that are written anew as a whole.

    ``forbidden`` is what the one sentence about that is said of. Where ``permissions`` are named for operations, with
    which status their lack is told is assumed. Without rules, ``told`` is what the spec itself says of operations.
    """
    members: dict[str, Any] = {
        "title": {"type": "string"},
        "remark": {"type": ["string", "null"]},
    }
    ref: dict[str, Any]
    no: dict[str, Any]
    ref, no = {"$ref": "#/components/schemas/Note"}, {"description": "No."}
    refused: dict[str, Any] = {"401": no, "403": no, "404": no, "422": no}
    one: dict[str, Any] = {"content": {"application/json": {"schema": ref}}, "description": "A note."}
    body: dict[str, Any] = {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "required": ["title"], "properties": members}}},
    }
    openapi: dict[str, Any] = {
        "security": [{"key": []}],
        "paths": {
            "/notes": {"post": {"operationId": "make", "requestBody": body, "responses": {"201": one, **refused}}},
            "/notes/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "get": {"operationId": "get", "responses": {"200": one, **refused}},
                "put": {"operationId": "rewrite", "requestBody": body, "responses": {"200": one, **refused}},
                "delete": {"operationId": "end", "responses": {"204": {"description": "Gone."}, **refused}},
            },
        },
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "schemas": {
                "Note": {
                    "type": "object",
                    "required": ["id", *members],
                    "properties": {"id": {"type": "string"}, **members},
                }
            },
        },
    }
    missing = {"status": 404, "states": "Others are unknown."}
    named = {"resource": "note", "key": "path.id", "missing": missing}
    whole = {"rule": "replace", "states": "What is not sent is cleared."}
    operations: dict[str, dict[str, Any]] = {
        "make": {"action": "create", "resource": "note", "states": "A note is made."},
        "get": {"action": "read", "states": "It.", **named},
        "rewrite": {"action": "update", "states": "It is written anew.", "change": whole, **named},
        "end": {"action": "delete", "states": "It is gone.", **named},
    }
    if "ask" in (permissions or {}):
        asking: dict[str, Any] = {"200": {"description": "What others know."}, **refused}
        openapi["paths"]["/notes/outside"] = {"get": {"operationId": "ask", "responses": asking}}
        operations["ask"] = {"action": "outside", "states": "Others are asked."}
    behaviour = {
        "resources": {"note": {"schema": "Note", "key": "id", "states": "A note."}},
        "operations": operations,
        "refusals": [
            {
                "when": "credentials-forbidden",
                "status": 403,
                "operations": [*forbidden],
                "states": "Only the chief writes.",
            }
        ],
    }
    if permissions is not None:
        del behaviour["refusals"]
    for id_, name in (permissions or {}).items():
        needed = {"name": name, "status": 403, "states": f"It needs {name}.", "x-assumed": {"status": "not said"}}
        operations[id_]["permission"] = needed
        path = openapi["paths"][{"make": "/notes", "ask": "/notes/outside"}.get(id_, "/notes/{id}")]
        next(one for one in path.values() if id_ in str(one))["security"] = [{"key": [name]}]
    for id_, sentence in (told or {}).items():
        path = openapi["paths"]["/notes" if id_ == "make" else "/notes/{id}"]
        next(one for one in path.values() if id_ in str(one))["description"] = sentence
    return api_of(folder, openapi, behaviour if told is None else None)


def refused_to_the_clerk(fault: str, method: str, id_: str) -> int:
    """Return the status that the second credential is refused with, 0 where it is not."""
    if fault in {"open", "only DELETE"}:
        return 403 if method == fault.removeprefix("only ") else 0
    if fault in {"hides", "forbids"}:
        return (404 if fault == "hides" else 403) if id_ else 0
    return 403 if method not in {"GET", fault} else 0


def notes(fault: str) -> Callable[[Request], Response]:
    """Return a server of notes."""
    kept: dict[str, dict[str, Any]] = {}
    numbers = itertools.count(1)

    def answer(request: Request) -> Response:
        status, value = told(request)
        return Response(
            status, (("Content-Type", "application/json"),), b"" if value is None else json.dumps(value).encode()
        )

    def told(request: Request) -> tuple[int, Any]:
        key, id_ = request.header("X-Key"), request.path.removeprefix("/notes").strip("/")
        if key not in {SECRET, CLERK}:
            return 401, {}
        if key == CLERK and (refusal := refused_to_the_clerk(fault, request.method, id_)):
            return refusal, {}
        if id_ == "outside":
            return 403, {}
        if id_ and id_ not in kept:
            return 404, {}
        if request.method == "GET":
            return 200, kept[id_]
        if request.method == "DELETE":
            return 204, kept.pop(id_) and None
        body: Any = request.json()
        if not isinstance(take(request.json(), ("title",)), str):
            return 422, {}
        name = id_ or f"n{next(numbers)}"
        before = kept.get(name, {}) if fault == "merges" else {}
        kept[name] = {"id": name, "remark": None, **before, **body}
        return (200 if id_ else 201), kept[name]

    return answer


def verdict_on(
    folder: Path,
    fault: str,
    forbidden: tuple[str, ...] = ("make", "rewrite", "end"),
    permissions: dict[str, str] | None = None,
    told: dict[str, str] | None = None,
) -> Verdict:
    api = notes_api(folder, forbidden, permissions, told)
    access = Access(Credentials({"key": SECRET}), second=Credentials({"key": CLERK}))
    return check(api, function_target(api, notes(fault), access), parts=("rules",))


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("", set[str]()),
        ("POST", {"make.refuses-credentials-forbidden"}),
        ("DELETE", {"end.refuses-credentials-forbidden"}),
        ("merges", {"rewrite.change"}),
    ],
)
def test_what_is_refused_for_one_thing_is_refused_for_all(tmp_path: Path, fault: str, expected: set[str]) -> None:
    assert expected == {finding.fact.id for finding in verdict_on(tmp_path, fault).broken}


@pytest.mark.parametrize(
    ("fault", "names", "expected"),
    [
        ("open", ("WRITE", "WRITE", "END"), {"end.permission"}),
        ("only DELETE", ("WRITE", "WRITE", "END"), set[str]()),
        ("open", ("WRITE", "WRITE", "WRITE"), set[str]()),
        ("open", ("MAKE", "REWRITE", "END"), set[str]()),
    ],
)
def test_of_all_permissions_one_with_fewer_lacks_the_one_that_the_fewest_operations_need(
    tmp_path: Path, fault: str, names: tuple[str, str, str], expected: set[str]
) -> None:
    permissions = dict(zip(("make", "rewrite", "end"), names, strict=True))
    found = verdict_on(tmp_path, fault, permissions=permissions).broken
    assert expected == {finding.fact.id for finding in found if "permission" in finding.fact.id}


@pytest.mark.parametrize("fault", ["hides", "forbids"])
def test_a_second_credential_of_others_who_may_not_touch_what_is_not_theirs_breaks_nothing(
    tmp_path: Path, fault: str
) -> None:
    assert () == verdict_on(tmp_path, fault).broken


def test_a_second_credential_that_may_only_read_may_read_though_one_sentence_is_about_all(tmp_path: Path) -> None:
    told = verdict_on(tmp_path, "", ("make", "get", "rewrite", "end"))
    assert () == told.broken
    assert "get.refuses-credentials-forbidden" in {item.fact.id for item in told.not_checked}


def test_what_is_forbidden_to_the_first_credential_too_does_not_tell_what_the_second_lacks(tmp_path: Path) -> None:
    permissions = {"make": "WRITE", "rewrite": "WRITE", "end": "END", "ask": "WRITE"}
    told = verdict_on(tmp_path, "only DELETE", permissions=permissions)
    assert set[str]() == {finding.fact.id for finding in told.broken if "permission" in finding.fact.id}
    assert "ask.permission" in {item.fact.id for item in told.not_checked}


@pytest.mark.parametrize(
    ("fault", "told", "expected"),
    [
        ("", ("It needs the role `chief`.",) * 3, set[str]()),
        ("DELETE", ("It needs the role `chief`.",) * 3, {"end"}),
        (
            "DELETE",
            ("It needs the role `chief`.", "It needs the role `chief`.", "It needs the role `clerk`."),
            set[str](),
        ),
        ("DELETE", ("It makes a note.", "It rewrites a note.", "It ends a note."), set[str]()),
        ("forbids", ("It needs the role `chief`.",) * 3, set[str]()),
    ],
)
def test_operations_that_the_spec_says_need_the_same_role_are_refused_alike(
    tmp_path: Path, fault: str, told: tuple[str, str, str], expected: set[str]
) -> None:
    verdict = verdict_on(tmp_path, fault, told=dict(zip(("make", "rewrite", "end"), told, strict=True)))
    assert {f"{id_}.refuses-credentials-forbidden" for id_ in expected} == {one.fact.id for one in verdict.broken}
