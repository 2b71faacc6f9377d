"""What goes wrong for one member, one word, one beginning of a text or one kind of key is told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from truespec.checking.exchange import Request, Response
from twisted import Twist, Twisted, answering, query_of, told

_LIST = "/customers"


def by_the_beginning(server: Twisted, request: Request) -> Response:
    """Let a filter find labels by how they begin."""
    response, asked = server.healthy(request), query_of(request).get("labels")
    if request.method != "GET" or not asked or not response.success:
        return response
    everybody = server.healthy(replace(request, target=f"{_LIST}?limit=30"))
    more = [one for one in json.loads(everybody.body)["customers"] if any(
        label.startswith(asked) and label != asked for label in one.get("labels") or ()
    )]  # fmt: skip
    return answering(response, {"customers": [*json.loads(response.body)["customers"], *more]}) if more else response


def anybody_for_a_word(server: Twisted, request: Request) -> Response:
    """Answer with somebody where what is asked for is no identifier at all."""
    response = server.healthy(request)
    if request.method == "POST" and response.status == 201 and request.target.endswith("/customer"):
        server.kept.setdefault("anybody", response.body)
    word = request.target.partition("?")[2].partition("=")[2]
    if request.method == "GET" and response.status in {400, 404} and "-" not in word and "anybody" in server.kept:
        return replace(response, status=200, body=server.kept["anybody"])
    return response


def no_is_nothing(_: Twisted, request: Request) -> Response:
    """Read the Norwegian language as a no."""
    body = json.loads(request.body or b"null")
    if isinstance(body, dict) and body.get("language") == "no":
        request = replace(request, body=json.dumps(body | {"language": None}).encode())
    return _.healthy(request)


def labels_move_nothing(server: Twisted, request: Request) -> Response:
    """Let the time of the last change be what it was where labels alone are changed."""
    earlier = server.healthy(replace(request, method="GET", body=b"")) if request.method == "PUT" else None
    response = server.healthy(request)
    value = json.loads(response.body or b"null")
    if earlier is not None and earlier.success and response.success:
        customer = value["customer"]
        if json.loads(request.body).keys() == {"labels"}:
            kept = server.kept.get(customer["id"], json.loads(earlier.body)["customer"]["last_updated"])
            server.kept[customer["id"]] = kept
        else:
            server.kept.pop(customer["id"], None)
    for one in [value.get("customer"), *value.get("customers", [])] if isinstance(value, dict) else ():
        if isinstance(one, dict) and one.get("id") in server.kept:
            one["last_updated"] = server.kept[one["id"]]
    return answering(response, value) if isinstance(value, dict) else response


def company_as_it_was(server: Twisted, request: Request) -> Response:
    """Let a search find people by the company that they had first."""
    response = server.healthy(request)
    if request.method == "POST" and response.success:
        made = json.loads(response.body)["customer"]
        server.kept[made["id"]] = made.get("company")
    asked = query_of(request).get("query")
    if request.method == "GET" and asked and response.success:
        found = json.loads(response.body)["customers"]
        right = [one for one in found if one.get("company") != asked or server.kept.get(one["id"], asked) == asked]
        return answering(response, {"customers": right})
    return response


TWISTS = [
    ("collins", by_the_beginning, "GetAllCustomers.filters.query.labels"),
    ("fullwhere", anybody_for_a_word, "getCustomer.right"),
    ("fullwhere", no_is_nothing, "importCustomer.keeps.language"),
    ("collins", labels_move_nothing, "customer.sets.last_updated.moves"),
    ("collins", company_as_it_was, "GetAllCustomers.filters.query.query.now"),
]


@pytest.mark.parametrize(("name", "twist", "rule"), TWISTS, ids=[f"{name}-{rule}" for name, _, rule in TWISTS])
def test_what_is_wrong_with_one_of_many_is_told(name: str, twist: Twist, rule: str) -> None:
    assert [rule] == told(name, twist, rule)
