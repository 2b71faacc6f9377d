"""What a spec says in words of making one record of two: which remains, what becomes of the other, and of its parts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.customs import with_customs
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.identity.merged_parts import lists_united, members_filled, numbers_summed
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api

_TEXT = {"type": "string"}
_SENT: dict[str, Any] = {
    "name": _TEXT,
    "note": {"type": ["string", "null"]},
    "tags": {"type": "array", "items": _TEXT, "default": []},
    "points": {"type": "integer", "default": 0},
}
_PATRON = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string"}, **_SENT}}
_BODY = {"targetId": {"type": "string"}, "sourceId": {"type": "string"}}
_MERGES = "Merges the source into the target and answers with the target. The source does not exist afterwards."
_PARTS = " What the target lacks is taken from the source. The tags are those of both. The points are added up."


def _openapi(said: str, body: dict[str, Any] | None = None, path: str = "/patrons/merge") -> dict[str, Any]:
    shown = {"description": "It.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Patron"}}}}
    new = {"type": "object", "required": ["name"], "properties": _SENT}
    named = {"type": "object", "required": [*(body or _BODY)], "properties": body or _BODY}
    at = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}

    def sending(schema: dict[str, Any]) -> dict[str, Any]:
        return {"required": True, "content": {"application/json": {"schema": schema}}}

    nobody = {"description": "Nobody has this id."}
    return {
        "paths": {
            "/patrons": {"post": {"operationId": "add", "requestBody": sending(new), "responses": {"201": shown}}},
            "/patrons/{id}": {
                "parameters": [at],
                "get": {"operationId": "get", "responses": {"200": shown, "404": nobody}},
            },
            path: {
                "parameters": [at] if "{" in path else [],
                "post": {
                    "operationId": "merge",
                    "description": said,
                    "requestBody": sending(named),
                    "responses": {"200": shown, "404": nobody},
                },
            },
        },
        "components": {"schemas": {"Patron": _PATRON}},
    }


_ID = {"type": "string"}


@pytest.mark.parametrize(
    ("said", "body", "path", "read"),
    [
        (_MERGES, None, "/patrons/merge", ("body.targetId", "body.sourceId", True)),
        ("Merges two patrons.", None, "/patrons/merge", ("body.targetId", "body.sourceId", False)),
        (_MERGES, {"sourceId": _ID}, "/patrons/{id}/merge", ("path.id", "body.sourceId", True)),
        (_MERGES, {"intoId": _ID}, "/patrons/{id}/merge", ("body.intoId", "path.id", True)),
        (
            "Merges patrons. The duplicates are removed.",
            {"primary": _ID, "duplicateIds": {"type": "array", "items": _ID}},
            "/patrons/merge",
            ("body.primary", "body.duplicateIds", True),
        ),
        (
            "Merges one patron into another.",
            {
                "a": {**_ID, "description": "The patron who remains."},
                "b": {**_ID, "description": "The patron who is removed."},
            },
            "/patrons/merge",
            ("body.a", "body.b", False),
        ),
        ("Merges one patron into another.", {"a": _ID, "b": _ID}, "/patrons/merge", None),
        (_MERGES, {**_BODY, "dryRun": {"type": "boolean"}}, "/patrons/merge", None),
        (_MERGES, {**_BODY, "keep": {"type": "string", "enum": ["newest", "oldest"]}}, "/patrons/merge", None),
        ("Merges the patrons later, in a job.", None, "/patrons/merge", None),
        ("Does not merge anybody.", None, "/patrons/merge", None),
        ("Compares two patrons.", None, "/patrons/compare", None),
    ],
)
def test_what_is_said_of_merging(
    tmp_path: Path, said: str, body: dict[str, Any] | None, path: str, read: tuple[str, str, bool] | None
) -> None:
    behaviour = with_customs(api_of(tmp_path, _openapi(said, body, path))).behaviour
    action = behaviour.action("merge") if behaviour is not None else None
    rule = action.merge if action is not None else None
    found = (
        (str(action.key), str(rule.others), not rule.assumptions)
        if action is not None and rule is not None and action.kind == "merge"
        else None
    )
    assert read == found


def _of(folder: Path, said: str) -> Api:
    return api_of(folder, _openapi(said))


@pytest.mark.parametrize(
    ("said", "filled"),
    [
        ("What the target lacks is taken from the source.", ["name", "note", "tags", "points"]),
        ("What is empty there is taken over from the first duplicate that has it.", ["name", "note", "tags", "points"]),
        ("Fills empty fields of the target with those of the source.", ["name", "note", "tags", "points"]),
        ("Fields that the surviving patron does not have are copied.", ["name", "note", "tags", "points"]),
        ("An empty field such as the note is filled from the source.", None),
        ("Empty fields (note) are filled from the source.", ["note"]),
        ("Empty fields may be filled from the source.", None),
        ("Empty fields are not filled.", None),
        ("Only empty contact fields are filled.", None),
        ("Empty contact data is filled.", None),
        ("Merges the source into the target.", None),
    ],
)
def test_what_is_said_of_what_one_lacks(tmp_path: Path, said: str, filled: list[str] | None) -> None:
    operation = _of(tmp_path, said).operation("merge")
    assert operation is not None
    assert filled == members_filled(operation, dict.fromkeys(_SENT, None))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("The tags are those of both.", (["tags"], [])),
        ("Tags are united, points are added up.", (["tags"], ["points"])),
        ("The points are the sum of both.", ([], ["points"])),
        ("The tags of both are combined, at most ten of them.", ([], [])),
        ("Tags can be combined.", ([], [])),
        ("Points are not added up.", ([], [])),
        ("The tags of the target stay.", ([], [])),
    ],
)
def test_what_is_said_of_lists_and_numbers(tmp_path: Path, said: str, parts: tuple[list[str], list[str]]) -> None:
    operation = _of(tmp_path, said).operation("merge")
    assert operation is not None
    assert parts == (lists_united(operation, ["tags"]), numbers_summed(operation, ["points"]))


class _Patrons:
    """Keeps patrons and makes one of two; with a fault, not quite so."""

    def __init__(self, fault: str = "") -> None:
        self.fault, self.kept, self.made = fault, dict[str, dict[str, Any]](), 0

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        body: Any = request.json()
        at = request.target.partition("?")[0]
        if at == "/patrons/merge":
            target, source = (self.kept.get(str(body.get(name))) for name in ("targetId", "sourceId"))
            return _answer(404, {}) if target is None or source is None else _answer(200, self._merged(target, source))
        if at == "/patrons":
            self.made += 1
            made: dict[str, Any] = {"note": None, "tags": [], "points": 0, **body, "id": f"patron-{self.made}"}
            self.kept[made["id"]] = made
            return _answer(201, made)
        found = self.kept.get(at.rpartition("/")[2])
        return _answer(404, {}) if found is None else _answer(200, found)

    def _merged(self, target: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        if target["note"] is None and self.fault != "lacks":
            target["note"] = source["note"]
        if self.fault != "loses":
            target["tags"] = list(dict.fromkeys([*target["tags"], *source["tags"]]))
        if target is not source:
            target["points"] += source["points"] if self.fault != "no sum" else 0
            if self.fault != "stays":
                del self.kept[source["id"]]
        return source if self.fault == "other" else target


def _answer(status: int, body: object) -> Response:
    return Response(status, (("Content-Type", "application/json"),), json.dumps(body).encode())


_RULES: dict[str, Any] = {
    "behaviour": 1,
    "resources": {"patron": {"schema": "Patron", "key": "id"}},
    "operations": {
        "add": {"action": "create", "resource": "patron", "answer": "body", "states": "It is kept."},
        "get": {"action": "read", "resource": "patron", "key": "path.id", "answer": "body", "states": "It is shown."},
        "merge": {
            "action": "merge",
            "resource": "patron",
            "key": "body.targetId",
            "answer": "body",
            "states": "The target remains.",
            "merge": {"others": "body.sourceId", "states": "The source is gone."},
        },
    },
}


def _told(folder: Path, fault: str, rules: dict[str, Any] | None, seed: int = 0) -> set[str]:
    api = api_of(folder, _openapi(_MERGES + _PARTS), rules)
    target = function_target(api, _Patrons(fault), Access(Credentials({})))
    return {finding.fact.id for finding in check(api, target, parts=("rules",), seed=seed).broken}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("rules", [None, _RULES])
def test_who_merges_as_the_words_say_is_not_accused(tmp_path: Path, rules: dict[str, Any] | None, seed: int) -> None:
    assert set() == _told(tmp_path, "", rules, seed)


@pytest.mark.parametrize("rules", [None, _RULES])
@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("lacks", "merge.fills"),
        ("loses", "merge.unites.tags"),
        ("no sum", "merge.sums.points"),
        ("stays", "merge.merge"),
        ("other", "merge.answers"),
    ],
)
def test_who_merges_otherwise_is_told(tmp_path: Path, rules: dict[str, Any] | None, fault: str, fact: str) -> None:
    assert fact in _told(tmp_path, fault, rules)
