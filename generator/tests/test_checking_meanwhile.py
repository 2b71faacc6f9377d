"""What others do, and what a server does by itself a little later, is nobody's fault."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target
from twisted import Twist, Twisted, answering, asking, query_of, sending, told

_LATER = 4
"""So many requests after a record was made, something touches it."""


def others_come_first(server: Twisted, request: Request) -> Response:
    """Let somebody else make a record with every request, and list the newest first."""
    server.kept["now"] = server.kept.get("now", 0) + 1
    response = server.healthy(request)
    value = json.loads(response.body or b"null")
    if not request.target.endswith("/list") or not response.success or not value["items"]:
        return response
    value["items"][0]["id"] = f"00000000-0000-4000-8000-{server.kept['now'] // 3:012}"
    return answering(response, value)


def touched_later(server: Twisted, request: Request) -> Response:
    """Count the time in requests; a job touches each record a little after it was made."""
    kept, response = server.kept, server.healthy(request)
    now = kept["now"] = kept.get("now", 0) + 1
    value = json.loads(response.body or b"null")
    one = value.get("customer") if isinstance(value, dict) and response.success else None
    if one is not None and request.method in {"POST", "PUT"}:
        kept[one["id"]] = (kept.get(one["id"], (now, now))[0], now)

    def shown(customer: dict[str, Any]) -> dict[str, Any]:
        made, changed = kept.get(customer["id"], (0, 0))
        time = max(changed, made + _LATER) if made + _LATER <= now else changed
        moment = f"2026-05-04 {time // 3600:02}:{time // 60 % 60:02}:{time % 60:02}"
        return {
            **customer,
            "last_updated": moment,
            "created_date": f"2026-05-04 00:{made // 60 % 60:02}:{made % 60:02}",
        }

    if one is not None:
        return answering(response, {"customer": shown(one)})
    asked = query_of(request)
    if (
        request.method != "GET"
        or "customers" not in (value or {})
        or asked.get("sort") not in {"last_updated", "-last_updated"}
    ):
        return response
    everybody, number = list[Any](), 1
    while page := json.loads(server.healthy(asking(request, {**asked, "page": str(number), "limit": "30"})).body)[
        "customers"
    ]:
        everybody += map(shown, page)
        number += 1
    everybody.sort(key=lambda customer: customer["last_updated"], reverse=asked["sort"].startswith("-"))
    limit, page_number = int(asked.get("limit", "30")), int(asked.get("page", "1"))
    return answering(response, {"customers": everybody[(page_number - 1) * limit : page_number * limit]})


TWISTS = [
    ("fullwhere", others_come_first, "listCustomers.paging.default-page"),
    ("collins", touched_later, "GetAllCustomers.order.descending"),
]


@pytest.mark.parametrize(("name", "twist", "rule"), TWISTS, ids=[f"{name}-{rule}" for name, _, rule in TWISTS])
def test_what_goes_on_meanwhile_is_not_told(name: str, twist: Twist, rule: str) -> None:
    assert [] == told(name, twist, rule)


def test_a_list_without_a_page_that_is_another_one_is_told() -> None:
    def second(server: Twisted, request: Request) -> Response:
        body = json.loads(request.body or b"null")
        if request.target.endswith("/list") and isinstance(body, dict) and "page" not in body:
            request = replace(request, body=json.dumps({**body, "page": 2}).encode())
        return server.healthy(request)

    assert ["listCustomers.paging"] == told("fullwhere", second, "listCustomers.paging")


def _customers_in(value: Any) -> list[dict[str, Any]]:
    """Return the customers that an answer shows, alone or in a list."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict) and "id" in one]
    if not isinstance(value, dict):
        return []
    return _customers_in(value["items"]) if "items" in value else _customers_in([value])


def named_after(requests: int) -> Twist:
    """Let a job make up the name to show for each customer that has none, so long after the customer was made."""

    def twisted(server: Twisted, request: Request) -> Response:
        kept, response = server.kept, server.healthy(request)
        now = kept["now"] = kept.get("now", 0) + 1
        made: dict[str, int] = kept.setdefault("made", {})
        names: dict[str, str | None] = kept.setdefault("names", {})
        due = [key for key, time in made.items() if time + requests <= now and key not in names]
        for key in due if response.success else ():
            read = server.healthy(replace(request, method="GET", target=f"/partners/customer?id={key}", body=b""))
            names[key] = None if json.loads(read.body).get("displayName") else f"Somebody {key[:4]}"
        value = json.loads(response.body or b"null")
        for one in _customers_in(value) if response.success else ():
            made.setdefault(one["id"], now)
            one["displayName"] = names.get(one["id"]) or one["displayName"]
        return answering(response, value) if response.success else response

    return twisted


def by_two_copies(server: Twisted, request: Request) -> Response:
    """Let every other answer of a list come from a copy that lags a little behind."""
    kept, response = server.kept, server.healthy(request)
    now = kept["now"] = kept.get("now", 0) + 1
    value = json.loads(response.body or b"null")
    times: dict[str, int] = kept.setdefault("times", {})
    if request.method == "POST" and response.success and not request.target.endswith("/list"):
        for number in itertools.count(1):
            asked = replace(sending(request, {"limit": 100, "page": number}), target="/partners/customer/list")
            page = json.loads(server.healthy(asked).body)["items"]
            for one in page:
                times.setdefault(one["id"], now)
            if not page:
                break
    if not request.target.endswith("/list") or not response.success or now % 2:
        return response
    late = {key for key, time in times.items() if time + 3 > now}
    shown = [one for one in value["items"] if one["id"] not in late]
    value["meta"]["totalItems"] -= len(late)
    value["meta"]["itemCount"] = len(shown)
    return answering(response, {**value, "items": shown})


def filled_later(server: Twisted, request: Request) -> Response:
    """Put what fills a customer who is there into a queue, and answer with the customer as it is."""
    kept = server.kept
    now = kept["now"] = kept.get("now", 0) + 1
    queue: list[tuple[int, Request]] = kept.setdefault("queue", [])
    for waiting in [one for one in queue if one[0] <= now]:
        queue.remove(waiting)
        server.healthy(waiting[1])
    body = json.loads(request.body or b"null")
    if (
        request.method == "POST"
        and request.target == "/partners/customer"
        and isinstance(body, dict)
        and body.get("email")
    ):
        for number in itertools.count(1):
            asked = replace(sending(request, {"limit": 100, "page": number}), target="/partners/customer/list")
            page = json.loads(server.healthy(asked).body or b"{}").get("items")
            same = [
                one
                for one in page or ()
                if (one["email"], one["phoneNumber"]) == (body["email"], body.get("phoneNumber"))
            ]
            if same and json.loads(request.body).keys() <= same[0].keys() | {"chr365Id"}:
                queue.append((now + 3, request))
                return Response(201, (("Content-Type", "application/json"),), json.dumps(same[0]).encode())
            if not page:
                break
    return server.healthy(request)


@pytest.mark.parametrize(
    ("twist", "rules"),
    [
        (filled_later, {"importCustomer.dedupe.existing", "importCustomer.dedupe.existing.of-batch"}),
        (named_after(4), {"importCustomer.dedupe.existing", "importCustomer.dedupe.existing.only"}),
        (named_after(6), {"importCustomer.dedupe.existing", "importCustomer.dedupe.existing.only"}),
        (by_two_copies, {"importCustomers.goes-on", "importCustomers", "listCustomers"}),
    ],
)
def test_what_a_server_does_a_little_later_is_at_most_a_difference(twist: Twist, rules: set[str]) -> None:
    api = catalogued("fullwhere")
    server = Twisted(mock_target(api).connect().send, twist)
    verdict = check(api, replace(function_target(api, server), disposable=True), parts=("rules",))
    assert not rules & {finding.fact.id for finding in verdict.broken}
