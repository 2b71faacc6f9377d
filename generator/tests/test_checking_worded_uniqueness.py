"""Which sentences of a spec say that only one record may have something, and whose a record is; and which do not."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.customs import with_customs
from truespec.contract.api import Api
from truespec.contract.behaviour import Behaviour

_TEXT = {"type": "string"}
_NEW = {"email": {"type": "string", "format": "email"}, "externalId": _TEXT, "name": _TEXT, "shop": {"type": "object"}}
_GUEST = {"type": "object", "required": ["id"], "properties": {"id": _TEXT, **_NEW}}
_HOTEL = {"name": "X-Hotel-Id", "in": "header", "required": True, "schema": _TEXT}
_AT = {"name": "id", "in": "path", "required": True, "schema": _TEXT}


def _answers(status: str, conflict: str) -> dict[str, Any]:
    shown = {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}}
    return {status: {"description": "It.", "content": shown}, "409": {"description": conflict}}


def _api(folder: Path, said: str, *, conflict: str = "No.", removing: str = "", about: str = "") -> Api:
    sent = {"required": True, "content": {"application/json": {"schema": {"type": "object", "properties": _NEW}}}}
    openapi: dict[str, Any] = {
        "info": {"title": "Guests", "version": "1", "description": about},
        "security": [{"key": []}],
        "paths": {
            "/guests": {
                "parameters": [_HOTEL],
                "post": {
                    "operationId": "add",
                    "description": said,
                    "requestBody": sent,
                    "responses": _answers("201", conflict),
                },
            },
            "/guests/{id}": {
                "parameters": [_HOTEL, _AT],
                "get": {"operationId": "get", "responses": _answers("200", "No.")},
                "patch": {"operationId": "change", "requestBody": sent, "responses": _answers("200", conflict)},
                "delete": {
                    "operationId": "remove",
                    "description": removing,
                    "responses": {"204": {"description": "It."}},
                },
            },
        },
        "components": {
            "schemas": {"Guest": _GUEST},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    }
    return with_customs(api_of(folder, deepcopy(openapi)))


def _behaviour(api: Api) -> Behaviour:
    assert api.behaviour is not None
    return api.behaviour


def _rules(api: Api, action: str = "add") -> set[tuple[str, str, str]]:
    found = _behaviour(api).action(action)
    assert found is not None
    assert not any(rule.assumptions for rule in found.unique)
    return {(rule.members[0], rule.letters, rule.deleted) for rule in found.unique}


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("An e-mail address is used once per hotel.", {("email", "", "")}),
        ("The email must be unique, compared without regard to case.", {("email", "alike", "")}),
        ("If another guest has the e-mail address already, the request is refused with 409.", {("email", "", "")}),
        (
            "No two guests have the same email. The same goes for externalId.",
            {("email", "", ""), ("externalId", "", "")},
        ),
        (
            "An email is used only once (409). The same holds for externalId, which is compared exactly.",
            {("email", "", ""), ("externalId", "apart", "")},
        ),
        (
            "The e-mail address must not be used by another guest of the hotel. Case is ignored.",
            {("email", "alike", "")},
        ),
        ("409 if the externalId is already taken.", {("externalId", "", "")}),
        (
            "The email and the externalId of another guest are refused with 409.",
            {("email", "", ""), ("externalId", "", "")},
        ),
        ("The email is unique. What a deleted guest had can be used again.", {("email", "", "free")}),
        ("The email is unique. The email of a removed guest may be used again.", {("email", "", "free")}),
        ("The email is unique. The email of a deleted guest may be used again after 30 days.", {("email", "", "")}),
        ("The email is not unique.", set()),
        ("The email is unique unless the guest is a company.", set()),
        ("The combination of email and name is unique.", set()),
        ("The email and the name must be unique.", set()),
        ("The email should be unique.", set()),
        ("No other guest of the same shop has the email (409).", set()),
        ("The email may be used once or twice a year, or several times.", set()),
        ("Another guest may have the same email.", set()),
        ("The email of another guest is shown.", set()),
        ("409 if another guest is being created at the same time.", set()),
        ("The same email is used by no one else unless they share a room.", set()),
    ],
)
def test_what_only_one_record_may_have(tmp_path: Path, said: str, rules: set[tuple[str, str, str]]) -> None:
    assert _rules(_api(tmp_path, said)) == rules


def test_a_conflict_that_both_operations_tell_of_is_about_both(tmp_path: Path) -> None:
    api = _api(
        tmp_path,
        "It is made.",
        conflict="Another guest has this e-mail address.",
        removing="The email can be used again.",
    )
    assert _rules(api) == _rules(api, "change") == {("email", "", "free")}


@pytest.mark.parametrize(
    ("about", "place"),
    [
        ("A guest belongs to one hotel; guests of other hotels do not exist for it.", "header.X-Hotel-Id"),
        ("A key belongs to one chain, and guests of\nother chains do not exist for it.", "header.X-Key"),
        ("The token belongs to one hotel group. Guests of other groups are not visible.", "header.X-Key"),
        ("The token belongs to one chain and sees only the guests of that chain.", "header.X-Key"),
        ("A guest belongs to one hotel.", None),
        ("A guest belongs to one hotel unless it is shared; guests of other hotels do not exist.", None),
        ("A key belongs to one chain. Guests of other chains can be read.", None),
    ],
)
def test_whose_a_record_is(tmp_path: Path, about: str, place: str | None) -> None:
    scope = _behaviour(_api(tmp_path, "It is made.", about=about)).resources[0].scope
    assert place == (None if scope is None else str(scope.place))
    assert scope is None or not scope.assumptions
