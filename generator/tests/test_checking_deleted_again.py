"""What a spec says of removing a record once more, and who is told to answer otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mock_apis import api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.ground.put_away import says_again_is_done, says_again_is_refused
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api

_NAME = {"name": {"type": "string"}}
_PATRON = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, **_NAME}}
_NOBODY = "Nobody has this id."
_REFUSED = "Removes a patron. Reading, changing or deleting it again is answered with 404."
_DONE = "Removes a patron. Deleting a patron who was deleted already is answered with 204, too."


def _api(folder: Path, said: str, absent: str = _NOBODY) -> Api:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Patron"}}}
    shown, nobody = {"description": "It.", "content": content}, {"description": absent}
    sent = {"schema": {"type": "object", "required": ["name"], "properties": _NAME}}
    return api_of(
        folder,
        {
            "paths": {
                "/clubs/{clubId}/patrons": {
                    "parameters": [{"$ref": "#/components/parameters/Club"}],
                    "post": {
                        "operationId": "add",
                        "requestBody": {"required": True, "content": {"application/json": sent}},
                        "responses": {"201": shown},
                    },
                },
                "/clubs/{clubId}/patrons/{id}": {
                    "parameters": [
                        {"$ref": "#/components/parameters/Club"},
                        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    ],
                    "get": {"operationId": "get", "responses": {"200": shown, "404": {"description": _NOBODY}}},
                    "delete": {
                        "operationId": "drop",
                        "description": said,
                        "responses": {"204": {"description": "It is done."}, "404": nobody},
                    },
                },
            },
            "components": {
                "schemas": {"Patron": _PATRON},
                "parameters": {
                    "Club": {"name": "clubId", "in": "path", "required": True, "schema": {"type": "string"}}
                },
            },
        },
    )


@pytest.mark.parametrize(
    ("said", "absent", "read"),
    [
        (_REFUSED, _NOBODY, True),
        ("Removes a patron for good; a second DELETE of it is answered with 404.", _NOBODY, True),
        ("A patron that is already deleted is answered with 404.", _NOBODY, True),
        ("Removes a patron.", "There is no such patron, or it was deleted already.", True),
        ("Removes a patron.", "The patron does not exist or has been deleted.", True),
        ("Removes a patron.", _NOBODY, False),
        (_DONE, _NOBODY, False),
        ("Deleting is idempotent.", "The patron was deleted.", False),
        ("Removes a patron.", "The club was deleted.", False),
        ("Removes a patron.", "Patrons that were deleted are not answered with this.", False),
        ("Deleting it again may be answered with 404.", _NOBODY, False),
        ("Deleting it again is answered with 404 or with 204.", _NOBODY, False),
        ("Deleting it again is not answered with 404.", _NOBODY, False),
        ("Deleting it again within a minute is answered with 404.", _NOBODY, False),
    ],
)
def test_what_is_said_of_removing_again(tmp_path: Path, said: str, absent: str, *, read: bool) -> None:
    operation = _api(tmp_path, said, absent).operation("drop")
    assert operation is not None
    assert read == says_again_is_refused(operation)
    assert not (read and says_again_is_done(operation))


class _Patrons:
    """Keeps patrons of a club; ``again`` is what it answers to removing one once more."""

    def __init__(self, again: int) -> None:
        self.again, self.kept, self.gone = again, dict[str, Any](), set[str]()

    def __call__(self, request: Request) -> Response:
        """Answer a request."""
        key = request.target.partition("?")[0].rpartition("/")[2]
        if request.method == "POST":
            body: Any = request.json()
            made = {**body, "id": f"patron-{len(self.kept)}"}
            self.kept[made["id"]] = made
            return _answer(201, made)
        if key not in self.kept or (key in self.gone and request.method == "GET"):
            return _answer(404, None)
        if request.method == "GET":
            return _answer(200, self.kept[key])
        status = self.again if key in self.gone else 204
        self.gone.add(key)
        return _answer(status, None)


def _answer(status: int, body: object) -> Response:
    if body is None:
        return Response(status, (), b"")
    return Response(status, (("Content-Type", "application/json"),), json.dumps(body).encode())


@pytest.mark.parametrize(
    ("said", "again", "told"),
    [(_REFUSED, 204, True), (_REFUSED, 404, False), (_DONE, 404, True), (_DONE, 204, False), ("", 204, False)],
)
def test_who_answers_otherwise_is_told(tmp_path: Path, said: str, again: int, *, told: bool) -> None:
    api = _api(tmp_path, said)
    target = function_target(api, _Patrons(again), Access(Credentials({})))
    broken = {finding.fact.id for finding in check(api, target, parts=("rules",)).broken}
    assert told == ("drop.again" in broken), broken
