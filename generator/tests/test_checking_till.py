"""A search is the only list, what is added is a number in the path: what is healthy is not accused, what is not is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from till_server import in_order, till_api, till_target
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


def test_a_search_that_follows_a_little_later_misses_no_member(tmp_path: Path) -> None:
    asked: dict[str, Any] = {"number": 0, "made": {}}

    def following(request: Request, healthy: Next) -> Response:
        asked["number"] += 1
        response = healthy(request)
        if response.status == 201:
            asked["made"][_body(response)["Id"]] = asked["number"]
        if "Text" not in _criteria(request) or not response.success:
            return response
        rows = _body(response)["Customers"]
        return _shown(
            response, Customers=[one for one in rows if asked["made"].get(one["Id"], 0) + 3 < asked["number"]]
        )

    assert broken(tmp_path, following, behaviour=False) == []


def test_a_member_that_changes_with_every_answer_makes_no_other_page(tmp_path: Path) -> None:
    asked = {"number": 0}

    def counting(request: Request, healthy: Next) -> Response:
        asked["number"] += 1
        response = healthy(request)
        if not request.path.endswith("Search") or not response.success:
            return response
        return _shown(response, Customers=[{**one, "Seen": asked["number"]} for one in _body(response)["Customers"]])

    assert broken(tmp_path, counting) == []


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


def _body(message: Request | Response) -> Any:
    return json.loads(message.body or b"null")


def _criteria(request: Request) -> dict[str, Any]:
    body = _body(request) if request.path.endswith("Search") else {}
    return body.get("Criteria") or {} if isinstance(body, dict) and isinstance(body.get("Criteria"), dict) else {}


def _shown(response: Response, **change: Any) -> Response:
    return replace(response, body=json.dumps({**_body(response), **change}).encode())


def _falls_never(request: Request, healthy: Next) -> Response:
    """Orders by what is asked for, and always upwards."""
    return in_order(replace(request, body=request.body.replace(b" desc", b" asc")), healthy(request))


def _above_only(request: Request, healthy: Next) -> Response:
    response, least = healthy(request), _criteria(request).get("PointsFrom")
    if not isinstance(least, int) or not response.success:
        return response
    return _shown(response, Customers=[one for one in _body(response)["Customers"] if one.get("Points") != least])


def _no_notes(request: Request, healthy: Next) -> Response:
    response, text = healthy(request), _criteria(request).get("Text")
    if not isinstance(text, str) or not response.success:
        return response
    rows = [one for one in _body(response)["Customers"] if text.lower() in one["LastName"].lower()]
    return _shown(response, Customers=rows)


def _pages_too_few(request: Request, healthy: Next) -> Response:
    response = healthy(request)
    body = _body(response) if request.path.endswith("Search") and response.success else {}
    return _shown(response, PageCount=max(0, body["PageCount"] - 1)) if body else response


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (_falls_never, "SearchCustomers.consistent.order.OrderBy"),
        (_above_only, "SearchCustomers.consistent.range.PointsFrom"),
        (_no_notes, "SearchCustomers.consistent.search.Text.Notes"),
        (_pages_too_few, "SearchCustomers.consistent.total"),
    ],
)
def test_what_stands_within_criteria_is_looked_at_without_rules(
    tmp_path: Path, change: Callable[[Request, Next], Response], fact: str
) -> None:
    assert fact in broken(tmp_path, change, behaviour=False)


def test_a_part_that_drives_out_the_others_is_told_though_one_alone_is_as_written(tmp_path: Path) -> None:
    def alone(request: Request, healthy: Next) -> Response:
        start, _, group = request.path.rpartition("/")
        for other in range(1, 10) if request.method == "PUT" and start.endswith("Groups") else ():
            if str(other) != group:
                healthy(Request("DELETE", f"{start}/{other}", request.headers))
        return healthy(request)

    assert "AddToGroup.consistent.member" in broken(tmp_path, alone)


def test_an_operation_that_no_rule_is_about_is_done_with_a_record_of_ours(tmp_path: Path) -> None:
    def breaking(request: Request, healthy: Next) -> Response:
        response = healthy(request)
        return Response(500) if request.method == "POST" and response.status == 204 else response

    api = till_api(tmp_path)
    verdict = check(api, till_target(tmp_path, api, breaking))
    assert "GreetCustomer.server-error" in [finding.fact.id for finding in verdict.broken]
