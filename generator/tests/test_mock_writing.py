"""Whole conversations with the mocks of the catalogue: make, find, change, merge, withdraw, end, see it gone."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_apis import Caller, api_of, catalogued
from truespec.mock.exchange import Response
from truespec.mock.service import Service
from truespec.mock.validators import Validators

BEARER = {"Authorization": "Bearer token"}
NAMES = ["collins", "flowretail", "fullwhere", "resdiary"]
RESTAURANT = "/api/ConsumerApi/v1/Restaurant/TheGreenTable"
TENANT = "/tenants/nordlys-sport/customers"


def ticking() -> Callable[[], datetime]:
    """Return a clock that goes on a second whenever it is looked at."""
    moments = (datetime(2026, 5, 4, 12, tzinfo=UTC) + timedelta(seconds=n) for n in itertools.count())
    return lambda: next(moments)


def caller_of(name: str) -> Caller:
    return Caller(Service(catalogued(name), clock=ticking()), BEARER)


def json_of(response: Response) -> Any:
    return json.loads(response.body)


@pytest.fixture
def resdiary() -> Caller:
    return caller_of("resdiary")


@pytest.fixture
def collins() -> Caller:
    return caller_of("collins")


@pytest.fixture
def flow() -> Caller:
    return caller_of("flowretail")


@pytest.mark.parametrize("name", NAMES)
def test_the_mock_follows_every_rule_of_the_catalogue(name: str) -> None:
    assert () == Service(catalogued(name)).notes


# ResDiary


def guest(caller: Caller, **members: object) -> Any:
    return caller.post(f"{RESTAURANT}/Customer", members)


def guest_status(caller: Caller, id_: int) -> int:
    return caller.send("GET", f"{RESTAURANT}/Customer/{id_}").status


def merge(caller: Caller, master: int, *others: int) -> Response:
    body = {"MasterCustomerId": master, "CustomerIds": list(others)}
    return caller.send("POST", f"{RESTAURANT}/Customers/Merge", body=body)


def test_a_guest_is_made_changed_merged_and_deleted(resdiary: Caller) -> None:
    ada, twin = guest(resdiary, FirstName="Ada", IpAddress="192.0.2.1"), guest(resdiary, Surname="Morel")
    assert "IpAddress" not in ada
    changed = json_of(resdiary.send("PUT", f"{RESTAURANT}/Customer/{ada['Id']}", body={"Company": "Atelier"}))
    assert ("Ada", "Atelier") == (changed["FirstName"], changed["Company"])
    merged = json_of(merge(resdiary, ada["Id"], twin["Id"]))
    assert {**changed, "Surname": "Morel"} == merged
    assert (merged, 404) == (
        json_of(resdiary.send("GET", f"{RESTAURANT}/Customer/{ada['Id']}")),
        guest_status(resdiary, twin["Id"]),
    )
    ended = resdiary.post(f"{RESTAURANT}/Customers/Delete", {"CustomerIds": [ada["Id"], 99, ada["Id"]]})
    assert {"DeletedCustomerIds": [ada["Id"]], "SkippedCustomerIds": [99]} == ended
    assert 404 == guest_status(resdiary, ada["Id"])


def test_a_master_keeps_its_own_and_takes_the_first_value_of_the_others(resdiary: Caller) -> None:
    guest(resdiary, FirstName="Ada", ReceiveSmsMarketing=False)
    guest(resdiary, FirstName="Eve", Mobile="1", MobileCountryCode=44, ReceiveSmsMarketing=True)
    guest(resdiary, Mobile="2", Email="ada@example.com")
    merged = json_of(merge(resdiary, 1, 2, 3, 2))
    expected = {
        "Id": 1,
        "FirstName": "Ada",
        "Mobile": "1",
        "MobileCountryCode": 44,
        "Email": "ada@example.com",
        "ReceiveSmsMarketing": False,
    }
    assert expected == {name: merged[name] for name in expected}


@pytest.mark.parametrize(
    ("master", "others", "status"), [(1, [2, 1], 400), (1, [2, 99], 404), (99, [1], 404), (1, list(range(2, 13)), 400)]
)
def test_a_merge_that_cannot_be_is_refused_and_nothing_is_lost(
    resdiary: Caller, master: int, others: list[int], status: int
) -> None:
    for number in range(12):
        guest(resdiary, FirstName=f"Guest {number}")
    response = merge(resdiary, master, *others)
    assert status == response.status
    if status == 400:
        schema = catalogued("resdiary").schema("ErrorBody").schema
        assert Validators(catalogued("resdiary"), "response").is_valid(schema, json_of(response))
    assert [200] * 12 == [guest_status(resdiary, id_) for id_ in range(1, 13)]


def test_who_is_unsubscribed_from_one_mode_keeps_the_other(resdiary: Caller) -> None:
    names = [f"Receive{owner}{mode}Marketing" for owner in ("", "Restaurant") for mode in ("Email", "Sms")]
    consents: dict[str, object] = dict.fromkeys(names, True)
    guest(resdiary, **consents)
    guest(resdiary, **consents)
    body = {"CustomerIds": [1, 99], "MarketingCommunicationMode": "Email"}
    response = resdiary.send("POST", f"{RESTAURANT}/Customers/Unsubscribe", body=body)
    assert (200, b"") == (response.status, response.body)
    first, second = (json_of(resdiary.send("GET", f"{RESTAURANT}/Customer/{id_}")) for id_ in (1, 2))
    assert {name: "Sms" in name for name in names} == {name: first[name] for name in names}
    assert consents == {name: second[name] for name in names}


@pytest.mark.parametrize("mode", ["email", "Post", None])
def test_a_mode_nobody_stated_is_refused(resdiary: Caller, mode: str | None) -> None:
    guest(resdiary, ReceiveEmailMarketing=True)
    body = {"CustomerIds": [1], **({} if mode is None else {"MarketingCommunicationMode": mode})}
    assert 400 == resdiary.send("POST", f"{RESTAURANT}/Customers/Unsubscribe", body=body).status
    assert json_of(resdiary.send("GET", f"{RESTAURANT}/Customer/1"))["ReceiveEmailMarketing"]


# Access Collins


def test_a_guest_of_collins_is_made_found_changed_and_removed(collins: Caller) -> None:
    made = json_of(collins.send("POST", "/customers", body={"first_name": "Ada", "labels": ["VIP"]}))["customer"]
    assert [made] == json_of(collins.send("GET", "/customers", "labels=VIP"))["customers"]
    path = f"/customers/{made['id']}"
    changed = json_of(collins.send("PUT", path, body={"notes": "Terrace", "id": "mine", "created_date": None}))
    kept = {name: value for name, value in made.items() if name not in {"notes", "last_updated"}}
    assert kept == {name: changed["customer"][name] for name in kept}
    assert (made["id"], "Terrace") == (changed["customer"]["id"], changed["customer"]["notes"])
    removed = collins.send("DELETE", path)
    assert removed.status < 300
    assert [404, 404] == [collins.send("GET", path).status, collins.send("DELETE", path).status]


def test_consents_are_kept_with_the_time_of_the_answer(collins: Caller) -> None:
    body = {"marketing_preference_ids": ["a", "b"], "marketing_preferences": {"b": False, "c": True}}
    made = json_of(collins.send("POST", "/customers", body=body))["customer"]
    preferences = {element["id"]: element for element in made["marketing_preferences"]}
    assert {"a": True, "b": False, "c": True} == {id_: said["opted_in"] for id_, said in preferences.items()}
    assert {"id", "opted_in", "opt_in_date"} == preferences["a"].keys()
    assert "2026-05-04 12:00" == preferences["b"]["opt_out_date"][:16]
    assert "marketing_preference_ids" not in made
    listed = json_of(collins.send("GET", "/customers", "opted_in=a"))["customers"]
    assert [made["id"]] == [customer["id"] for customer in listed]


def test_consents_nobody_speaks_of_are_an_empty_list(collins: Caller) -> None:
    assert [] == json_of(collins.send("POST", "/customers", body={}))["customer"]["marketing_preferences"]


# Flow Retail


def uids(caller: Caller) -> list[str]:
    return [customer["customerUid"] for customer in json_of(caller.send("GET", TENANT))["items"]]


def test_a_customer_of_flow_is_made_found_changed_and_deleted(flow: Caller) -> None:
    made = flow.post(TENANT, {"firstname": "Ingrid", "email": "ingrid@example.com"})
    path = f"{TENANT}/{made['customerUid']}"
    assert [made] == json_of(flow.send("POST", f"{TENANT}/search", body={"query": "ingrid"}))["items"]
    changed = json_of(flow.send("PUT", path, body={"city": "Bergen"}))
    assert ("Ingrid", "Bergen") == (changed["firstname"], changed["city"])
    assert [changed, changed] == [json_of(flow.send("GET", path)), json_of(flow.send("GET", f"{path}/export"))]
    assert 404 == flow.send("GET", path.replace("nordlys-sport", "another")).status
    gone = flow.send("DELETE", path)
    assert (204, b"", 404) == (gone.status, gone.body, flow.send("GET", path).status)


def test_a_key_the_client_chose_is_kept_and_no_other_customer_gets_it(flow: Caller) -> None:
    made = flow.post(TENANT, {"customerUid": "fjellbua", "companyName": "Fjellbua AS"})
    assert "fjellbua" == made["customerUid"]
    assert 400 == flow.send("POST", TENANT, body={"customerUid": "fjellbua", "companyName": "Another"}).status
    assert made == json_of(flow.send("GET", f"{TENANT}/fjellbua"))
    elsewhere = flow.send("POST", TENANT.replace("nordlys-sport", "another"), body={"customerUid": "fjellbua"})
    assert 201 == elsewhere.status


def test_an_extension_is_there_once_however_often_it_is_added(flow: Caller) -> None:
    flow.post(TENANT, {"customerUid": "c"})
    path, store = f"{TENANT}/c/extensions/TWO_INVOICE", {"storeUid": "bergen-1"}

    def codes() -> list[str]:
        customer = json_of(flow.send("GET", f"{TENANT}/c"))
        return [extension["extensionCode"] for extension in customer["extensions"]]

    assert [200, 200] == [flow.send("POST", path, body=store).status for _ in range(2)]
    assert ["TWO_INVOICE"] == codes()
    assert [204, 204] == [flow.send("DELETE", path, body=store).status for _ in range(2)]
    assert [] == codes()
    assert 404 == flow.send("POST", path.replace("/c/", "/nobody/"), body=store).status


def test_a_batch_answers_for_every_element_and_one_that_fails_stops_no_other(flow: Caller) -> None:
    flow.post(TENANT, {"customerUid": "old", "firstname": "Nils"})
    flow.post(TENANT, {"customerUid": "away"})
    batch = {
        "create": [{"customerUid": "new"}, {"customerUid": "old"}, {"firstname": "Ada"}],
        "update": [{"customerUid": "old", "city": "Bergen"}, {"customerUid": "nobody"}],
        "upsert": [{"customerUid": "old", "email": "n@example.com"}, {"customerUid": "other", "firstname": "Eve"}],
        "delete": [{"customerUid": "away"}, {"customerUid": "away"}],
    }
    response = flow.send("POST", f"{TENANT}/batch", body=batch)
    result = json_of(response)
    assert 207 == response.status
    statuses = {name: [element["status"] for element in elements] for name, elements in result.items()}
    expected = {"create": [201, 409, 201], "update": [200, 404], "upsert": [200, 201], "delete": [204, 404]}
    assert expected == statuses
    assert ["old", "new", result["create"][2]["customerUid"], "other"] == uids(flow)
    old = json_of(flow.send("GET", f"{TENANT}/old"))
    assert ("Nils", "Bergen", "n@example.com") == (old["firstname"], old["city"], old["email"])


def test_a_batch_that_goes_well_says_so_and_one_without_elements_too(flow: Caller) -> None:
    assert 200 == flow.send("POST", f"{TENANT}/batch", body={"create": [{"customerUid": "a"}]}).status
    assert 200 == flow.send("POST", f"{TENANT}/batch", body={}).status
    assert 400 == flow.send("POST", f"{TENANT}/batch", body={"update": [{"city": "Bergen"}]}).status


def test_what_is_made_at_a_declared_conflict_is_answered_with_it(tmp_path: Path) -> None:
    thing = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    content = {"application/json": {"schema": thing}}
    create = {
        "operationId": "create",
        "requestBody": {"required": True, "content": content},
        "responses": {"201": {"description": "made", "content": content}, "409": {"description": "there already"}},
    }
    openapi = {"paths": {"/things": {"post": create}}, "components": {"schemas": {"Thing": thing}}}
    action = {"action": "create", "resource": "thing", "key": "body.name", "states": "It is made."}
    resource = {"schema": "Thing", "key": "name", "states": "Known by name."}
    behaviour = {"resources": {"thing": resource}, "operations": {"create": action}}
    caller = Caller(Service(api_of(tmp_path, openapi, behaviour)), {})
    assert [201, 409] == [caller.send("POST", "/things", body={"name": "a"}).status for _ in range(2)]


WORDS = ["CustomerIds", "MasterCustomerId", "MarketingCommunicationMode", "customerUid", "create", "upsert", "delete"]
MORE_WORDS = ["marketing_preferences", "marketing_preference_ids", "id", "Id", "Email", "storeUid", "batch"]
LEAVES = (
    st.none() | st.booleans() | st.integers(-1, 3) | st.sampled_from([*WORDS, *MORE_WORDS, "", "a"]) | st.floats(0, 2)
)
BODIES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WORDS, *MORE_WORDS]), inner, max_size=5)
    ),
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(body=BODIES)
def test_whatever_is_taken_every_answer_is_as_declared(name: str, body: Any) -> None:
    api = catalogued(name)
    service, validators = Service(api, faults=["invalid-accepted"]), Validators(api, "response")
    caller = Caller(service, {**BEARER, "X-API-KEY": "k", "X-API-SECRET": "s"})
    for operation in api.operations:
        path = re.sub(r"\{(\w*)\}", "1", operation.path)
        response = caller.send(operation.method, path, body=body)
        answer = operation.answer(response.status)
        assert answer is not None
        # A deletion lists keys as they were sent, and here anything may be.
        schema = answer.content[0].schema if answer.content and "deletion" not in operation.id.lower() else None
        assert schema is None or () == validators.problems(schema, json_of(response), "body")
