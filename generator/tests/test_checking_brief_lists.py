"""A list that shows less of a record than there is of it, and headers that some answers have: both as documented."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mock_apis import written_api
from roster_server import BEHAVIOUR, OPENAPI, RosterServer, roster_target
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.contract.api import Api

_SHOWN = ("id", "kind", "remark")
_LEFT = "X-Left"
_COUNTED = {"per": "hour", "status": 429, "remaining": f"header.{_LEFT}", "states": "Requests are counted."}


class Brief:
    """A roster whose list shows little of each member; lists say how many requests are left, and nothing else does."""

    def __init__(self, *, left: bool = True, loses: bool = False) -> None:
        """Begin with what the roster begins with."""
        self.roster, self.left, self.loses, self.asked = RosterServer(), left, loses, 0

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        if self.loses and request.path.endswith("/import"):
            kept = dict(self.roster.members)
            answer = self.roster(request)
            self.roster.members = kept
            return answer
        answer = self.roster(request)
        if request.method == "GET" and request.path == "/members" and answer.success:
            listed = [{name: one.get(name) for name in _SHOWN} for one in json.loads(answer.body)["members"]]
            told = ((_LEFT, str(5000 - self.asked)),) if self.left else ()
            return replace(answer, headers=(*answer.headers, *told), body=json.dumps({"members": listed}).encode())
        return answer


def brief_api(folder: Path, answers: str = "") -> Api:
    document: dict[str, Any] = copy.deepcopy(OPENAPI)
    rules: dict[str, Any] = copy.deepcopy(BEHAVIOUR)
    member = document["components"]["schemas"]["Member"]
    shown = {name: member["properties"][name] for name in _SHOWN}
    document["components"]["schemas"]["Brief"] = {"type": "object", "required": ["id"], "properties": shown}
    listed = document["paths"]["/members"]["get"]["responses"]["200"]
    listed["headers"] = {_LEFT: {"schema": {"type": "integer"}}}
    media = listed["content"]["application/json"]["schema"]
    media["properties"]["members"]["items"] = {"$ref": "#/components/schemas/Brief"}
    del rules["operations"]["listMembers"]["sort"]
    rules["rate_limit"] = _COUNTED | ({"answers": answers} if answers else {})
    return written_api(folder / "openapi.json", document, rules)


def broken(api: Api, server: Brief) -> set[str]:
    verdict = check(api, roster_target(api, server), parts=("rules",))
    return {finding.fact.id for finding in verdict.broken}


def test_what_a_list_does_not_show_is_not_looked_for_in_it(tmp_path: Path) -> None:
    assert broken(brief_api(tmp_path), Brief()) == set()


def test_what_a_list_does_show_tells_that_a_batch_was_lost(tmp_path: Path) -> None:
    assert "importMembers" in broken(brief_api(tmp_path), Brief(loses=True))


@pytest.mark.parametrize(
    ("answers", "left", "expected"),
    [("", True, False), ("", False, True), ("declared", True, False), ("all", True, True)],
    ids=["where the spec has it", "nowhere", "so it says", "all"],
)
def test_how_many_are_left_is_told_where_it_is_said_to_be(
    tmp_path: Path, answers: str, *, left: bool, expected: bool
) -> None:
    assert expected == ("rate_limit.remaining" in broken(brief_api(tmp_path, answers), Brief(left=left)))
