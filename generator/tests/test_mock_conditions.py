"""What lets a request through or keeps records apart: limits, rates, tenants; and which rules are told as not kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mock_apis import Caller, api_of
from mock_lists import TOKEN, catalogue, collins, flowretail, small_api
from truespec.mock.exchange import Request
from truespec.mock.rate import RateLimiter
from truespec.mock.service import Service
from truespec.mock.shapes import Shapes

# Limits


def test_one_element_too_many_is_refused_with_the_status_of_the_rule() -> None:
    told = list[str]()
    caller = Caller(Service(catalogue("resdiary"), log=lambda served: told.append(str(served))), TOKEN)
    api = caller.service.api
    path = next(operation.path for operation in api.operations if operation.id == "mergeCustomers")
    path = path.replace("{", "").replace("}", "")
    response = caller.send("POST", path, body={"MasterCustomerId": 1, "CustomerIds": list(range(2, 13))})
    assert 400 == response.status
    assert "body.CustomerIds has more than 10 elements (" in told[0]
    assert "behaviour.yaml" in told[0]


def test_a_refusal_has_the_body_that_is_declared(tmp_path: Path) -> None:
    problem = {"type": "object", "required": ["why"], "properties": {"why": {"type": "string", "minLength": 3}}}
    responses = {
        "200": {"description": "x", "content": {"application/json": {"schema": {"type": "array"}}}},
        "409": {"description": "x", "content": {"application/problem+json": {"schema": problem}}},
    }
    needs = [{"places": ["query.to"], "with": "query.from", "status": 409, "states": "Both or none."}]
    parameters = {"from": {"type": "string"}, "to": {"type": "string"}}
    caller = Caller(Service(small_api(tmp_path, {"needs": needs}, parameters, responses=responses)), {})
    refused = caller.send("GET", "/things", "to=b")
    assert (409, "application/problem+json") == (refused.status, refused.header("content-type"))
    assert len(json.loads(refused.body)["why"]) >= 3
    assert [200, 200] == [caller.send("GET", "/things", query).status for query in ("", "from=a&to=b")]


# Rates


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        """Begin a minute before the hour is over."""
        self.now = datetime(2024, 5, 17, 18, 59, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Say what time it is."""
        return self.now


def left(caller: Caller, path: str = "/customers", **headers: str) -> tuple[int, str | None, str | None]:
    response = caller.send("GET", path, headers=headers or None)
    return response.status, response.header("X-RateLimit-Remaining"), response.header("Retry-After")


def test_every_answer_tells_how_the_count_stands() -> None:
    lister = collins(clock=Watch())
    told = [
        lister.send("GET", "/customers"),
        lister.send("GET", "/customers/nobody"),
        lister.send("GET", "/customers", "limit=31"),
        lister.send("POST", "/customers", body={}),
    ]
    assert [200, 404, 422, 201] == [response.status for response in told]
    assert ["999999", "999998", "999997", "999996"] == [response.header("X-RateLimit-Remaining") for response in told]
    assert {"1000000"} == {response.header("X-RateLimit-Limit") for response in told}
    assert {"2024-05-17T19:00:00+00:00"} == {response.header("X-RateLimit-Reset") for response in told}
    assert {None} == {response.header("Retry-After") for response in told}


def test_one_request_too_many_waits_for_the_next_hour() -> None:
    watch = Watch()
    lister = collins(clock=watch, rate_limit=2)
    assert [(200, "1", None), (200, "0", None), (429, "0", "60")] == [left(lister) for _ in range(3)]
    watch.now += timedelta(seconds=59.5)
    assert (429, "0", "1") == left(lister)
    watch.now += timedelta(seconds=0.5)
    assert (200, "1", None) == left(lister)


def test_requests_are_counted_by_credential() -> None:
    lister = collins(clock=Watch(), rate_limit=1)
    one, other = ({"Authorization": f"Bearer {name}"} for name in ("one", "other"))
    assert [200, 200, 429] == [left(lister, **headers)[0] for headers in (one, other, one)]
    assert (401, "0", None) == left(lister, Accept="*/*")


def test_a_body_that_is_declared_goes_with_a_refused_rate() -> None:
    lister = collins(rate_limit=0)
    refused = lister.send("GET", "/customers")
    assert (429, "application/json") == (refused.status, refused.header("content-type"))
    assert isinstance(json.loads(refused.body), dict)


def test_a_reset_that_is_declared_as_a_number_is_told_in_seconds(tmp_path: Path) -> None:
    headers = {"Reset": {"schema": {"type": "integer"}}}
    responses = {"200": {"description": "x", "headers": headers}}
    rate = {"rate_limit": {"per": "minute", "status": 429, "reset": "header.Reset", "states": "Counted."}}
    api = small_api(tmp_path, {}, {}, responses=responses, extra=rate)
    watch = Watch()
    told = Caller(Service(api, clock=watch), {}).send("GET", "/things").header("Reset")
    assert str(int(watch.now.timestamp()) + 60) == told


def test_credentials_are_not_kept_to_count_by() -> None:
    api = catalogue("collins")
    assert api.behaviour is not None
    assert api.behaviour.rate_limit is not None
    limiter = RateLimiter(api, api.behaviour.rate_limit, Shapes(api), Watch())
    limiter.count(Request("GET", "/customers", headers=(("Authorization", "Bearer hush-hush"),)))
    assert "hush-hush" not in repr(vars(limiter))


# Headers


def answered_headers(folder: Path, headers: dict[str, Any]) -> dict[str, str]:
    responses = {"200": {"description": "x", "headers": headers}}
    api = api_of(folder, {"paths": {"/x": {"get": {"operationId": "x", "responses": responses}}}})
    return dict(Caller(Service(api), {}).send("GET", "/x").headers)


def test_a_declared_header_is_sent_when_required_or_when_it_has_an_example(tmp_path: Path) -> None:
    headers = {
        "X-Needed": {"required": True, "schema": {"type": "string", "minLength": 2}},
        "X-Shown": {"schema": {"type": "integer", "examples": [7]}},
        "X-Open": {"schema": {"type": "string"}},
    }
    sent = answered_headers(tmp_path, headers)
    assert "7" == sent["x-shown"]
    assert len(sent["x-needed"]) >= 2
    assert "x-open" not in sent


def test_an_example_that_breaks_its_schema_is_not_sent(tmp_path: Path) -> None:
    sent = answered_headers(tmp_path, {"X-Count": {"schema": {"type": "integer", "examples": ["many"]}}})
    assert sent["x-count"].isdigit()


@pytest.mark.parametrize("name", ["Retry-After", "Content-Encoding", "Content-Length", "Transfer-Encoding"])
def test_an_example_never_says_how_an_answer_is_sent_or_when_to_come_again(tmp_path: Path, name: str) -> None:
    sent = answered_headers(tmp_path, {name: {"schema": {"type": "string", "examples": ["5"]}}})
    assert name.lower() not in sent


# Tenants


def test_the_same_key_at_another_tenant_is_another_record() -> None:
    caller = Caller(flowretail().service, TOKEN)
    for tenant, name in (("north", "Ingrid"), ("south", "Nils")):
        caller.post(f"/tenants/{tenant}/customers", {"customerUid": "c-1", "firstname": name})

    def first_name(tenant: str) -> str:
        return str(json.loads(caller.send("GET", f"/tenants/{tenant}/customers/c-1").body)["firstname"])

    assert ["Ingrid", "Nils"] == [first_name(tenant) for tenant in ("north", "south")]
    caller.send("PUT", "/tenants/north/customers/c-1", body={"firstname": "Kari"})
    assert ["Kari", "Nils"] == [first_name(tenant) for tenant in ("north", "south")]
    assert 204 == caller.send("DELETE", "/tenants/north/customers/c-1").status
    assert 404 == caller.send("GET", "/tenants/north/customers/c-1").status
    assert "Nils" == first_name("south")


def test_a_list_shows_the_records_of_its_tenant_only() -> None:
    caller = Caller(flowretail().service, TOKEN)
    for tenant in ("north", "north", "south"):
        caller.post(f"/tenants/{tenant}/customers", {"firstname": tenant})

    def listed(tenant: str, path: str = "") -> list[str]:
        method, body = ("POST", {"query": "th"}) if path else ("GET", None)
        answer = json.loads(caller.send(method, f"/tenants/{tenant}/customers{path}", body=body).body)
        assert len(answer["items"]) == answer["paging"]["totalCount"]
        return [record["firstname"] for record in answer["items"]]

    assert [["north", "north"], ["south"], []] == [listed(tenant) for tenant in ("north", "south", "nowhere")]
    assert [["north", "north"], ["south"]] == [listed(tenant, "/search") for tenant in ("north", "south")]


def test_looking_at_tenants_that_have_nothing_leaves_nothing_behind() -> None:
    lister = flowretail()
    for number in range(20):
        lister.send("GET", f"/tenants/t{number}/customers")
        lister.send("DELETE", f"/tenants/t{number}/customers/x")
    assert {} == dict(lister.service.store.snapshot())


# Coverage


def test_no_rule_on_reading_is_told_as_not_followed() -> None:
    reading = (".filters.", ".order", ".search", ".paging", ".sort", ".needs", ".limits", "scope", "rate_limit")
    notes = [
        note.message
        for name in ("collins", "flowretail", "fullwhere", "resdiary")
        for note in Service(catalogue(name)).notes
    ]
    assert [] == [note for note in notes if any(word in note.partition(":")[0] for word in reading)]
