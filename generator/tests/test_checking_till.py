"""A search is the only list, what is added is a number in the path: what is healthy is not accused, what is not is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from till_server import till_api, till_target
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check

Next = Callable[[Request], Response]
_SOON = 60


def broken(
    folder: Path, change: Callable[[Request, Next], Response] | None = None, *, behaviour: bool = True
) -> list[str]:
    api = till_api(folder, behaviour=behaviour)
    verdict = check(api, till_target(folder, api, change), parts=("rules",))
    return [finding.fact.id for finding in verdict.broken]


@dataclass
class Replica:
    """Shows a record as it was before its last change, until it was asked for anything three times."""

    asked: int = 0
    before: dict[str, tuple[int, bytes]] = field(default_factory=dict[str, tuple[int, bytes]])

    def __call__(self, request: Request, healthy: Next) -> Response:
        """Answer one request."""
        self.asked += 1
        record = "/".join(request.path.split("/")[:3])
        if request.method in {"PATCH", "PUT", "DELETE"}:
            self.before[record] = (self.asked + 3, healthy(Request("GET", record)).body)
        until, body = self.before.get(record, (0, b""))
        response = healthy(request)
        if request.method == "GET" and response.success and self.asked < until and body:
            return Response(200, response.headers, body)
        return response


@pytest.mark.parametrize("behaviour", [True, False])
def test_a_healthy_till_is_not_accused(tmp_path: Path, *, behaviour: bool) -> None:
    assert broken(tmp_path, behaviour=behaviour) == []


def test_what_others_make_meanwhile_is_no_other_total(tmp_path: Path) -> None:
    asked = {"number": 0}

    def others(request: Request, healthy: Next) -> Response:
        asked["number"] += 1
        if asked["number"] % 5 == 0:
            walk_in = json.dumps({"LastName": f"Walk-in {asked['number']}"}).encode()
            healthy(Request("POST", "/Customers", (("Content-Type", "application/json"),), walk_in))
        return healthy(request)

    assert broken(tmp_path, others, behaviour=False) == []


def test_what_follows_on_a_change_that_is_read_late_is_no_breach(tmp_path: Path) -> None:
    assert broken(tmp_path, Replica()) == []


def test_a_record_that_is_lost_is_told_of_though_the_one_before_was_kept(tmp_path: Path) -> None:
    made: dict[str, Any] = {"count": 0, "lost": set(), "asked": 0}

    def losing(request: Request, healthy: Next) -> Response:
        made["asked"] += 1
        if request.path.split("/")[-1] in made["lost"]:
            return Response(404)
        response = healthy(request)
        if response.status == 201 and made["asked"] < _SOON:
            made["count"] += 1
            made["lost"] |= {str(json.loads(response.body)["Id"])} if made["count"] % 2 == 0 else set()
        return response

    assert "CreateCustomer" in broken(tmp_path, losing)
