"""Which words of a parameter say what it leaves in a list; and which do not, or leave it open how it compares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.customs import with_customs

_TEXT = {"type": "string"}
_MOMENT = {"type": "string", "format": "date-time"}
_READ: dict[str, Any] = {**_MOMENT, "readOnly": True}
_MANY = {"type": "array", "items": _TEXT}
_GUEST: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": _TEXT,
        "email": _TEXT,
        "status": {"type": "string", "enum": ["new", "known"]},
        "tags": _MANY,
        "points": {"type": "integer"},
        "vip": {"type": "boolean"},
        "address": {"type": "object", "properties": {"city": _TEXT}},
        "createdAt": _READ,
        "updatedAt": _READ,
    },
}
_NUMBER = {"type": "integer"}


def _read(folder: Path, name: str, schema: dict[str, Any], said: str) -> tuple[str, str, str] | None:
    """Return the member, the operator and what becomes of several values, where the words state them."""
    shown = {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}}
    many = {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Guest"}}}}
    query = {"name": name, "in": "query", "description": said, "schema": schema}
    at = {"name": "id", "in": "path", "required": True, "schema": _TEXT}
    openapi: dict[str, Any] = {
        "paths": {
            "/guests": {
                "get": {
                    "operationId": "list",
                    "parameters": [query],
                    "responses": {"200": {"description": "They.", "content": many}},
                },
                "post": {
                    "operationId": "add",
                    "requestBody": {"required": True, "content": shown},
                    "responses": {"201": {"description": "It.", "content": shown}},
                },
            },
            "/guests/{id}": {
                "get": {
                    "operationId": "get",
                    "parameters": [at],
                    "responses": {"200": {"description": "It.", "content": shown}},
                }
            },
        },
        "components": {"schemas": {"Guest": _GUEST}},
    }
    behaviour = with_customs(api_of(folder, openapi)).behaviour
    action = behaviour.action("list") if behaviour is not None else None
    assert action is not None
    told = [rule for rule in action.filters if not rule.assumptions]
    return (".".join(told[0].members[0]), told[0].operator, told[0].values) if told else None


@pytest.mark.parametrize(
    ("name", "schema", "said", "read"),
    [
        ("email", _TEXT, "Only the guest with this e-mail address.", ("email", "equal", "one")),
        ("email", _TEXT, "Only guests with this email, compared without regard to case.", ("email", "equal", "one")),
        ("status", _TEXT, "Lists only guests with the given status.", ("status", "equal", "one")),
        ("city", _TEXT, "Only guests whose address is in this city.", ("address.city", "equal", "one")),
        ("tag", _TEXT, "Only guests that carry this tag.", ("tags", "equal", "one")),
        (
            "tag",
            _MANY,
            "Only guests with this tag. May be repeated; then all of the tags are needed.",
            ("tags", "equal", "all"),
        ),
        ("status", _MANY, "Only guests with any of these status values.", ("status", "equal", "any")),
        ("vip", {"type": "boolean"}, "Only guests who are (true) or are not (false) VIPs.", ("vip", "equal", "one")),
        ("minPoints", _NUMBER, "Only guests with at least this many points.", ("points", "at-least", "one")),
        ("maxPoints", _NUMBER, "Only guests with fewer than this number of points.", ("points", "below", "one")),
        ("since", _MOMENT, "Only guests created or changed at or after this moment.", ("updatedAt", "at-least", "one")),
        ("since", _MOMENT, "Only guests updated at this moment or later.", ("updatedAt", "at-least", "one")),
        ("from", _MOMENT, "Only guests created after this time.", ("createdAt", "above", "one")),
        ("to", _MOMENT, "Only guests created before this time.", ("createdAt", "below", "one")),
        ("to", _MOMENT, "Only guests created not later than this time.", ("createdAt", "at-most", "one")),
        ("to", _MOMENT, "Only guests created or changed before this moment.", None),
        ("from", _MOMENT, "Only guests seen after this time.", None),
        ("email", _TEXT, "Only guests whose email starts with this text.", None),
        ("email", _TEXT, "Only guests that do not have this email.", None),
        ("email", _TEXT, "Only guests with this email or phone.", None),
        ("email", _TEXT, "The email to look for.", None),
        ("status", _TEXT, "Only guests with this status. Without it, new ones come.", None),
        ("status", _MANY, "Only guests with this status.", None),
        ("minPoints", _NUMBER, "Only guests who have points, the number of the page.", None),
        ("vip", {"type": "boolean"}, "Only VIPs.", None),
    ],
)
def test_what_a_parameter_is_said_to_leave(
    tmp_path: Path, name: str, schema: dict[str, Any], said: str, read: tuple[str, str, str] | None
) -> None:
    assert _read(tmp_path, name, schema, said) == read
