"""What is done to the latest record though another was named, and what an upsert does with records that are there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from test_checking_afterwards import ids_of
from test_checking_between import members
from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.batches import batch_lists
from truespec.checking.rules.ground.world import Family
from truespec.checking.rules.identity import joining
from truespec.checking.rules.records import changes
from twisted import Twist, Twisted, sending


def members_of(response: Response) -> dict[str, Any]:
    """Return the members of an answer."""
    shown = response.json()
    return shown if isinstance(shown, dict) else {}


def _made(server: Twisted, request: Request, key: str) -> Response:
    """Answer, and keep the key of the latest record."""
    response = server.healthy(request)
    shown = response.json()
    if (
        request.method == "POST"
        and response.success
        and isinstance(shown, dict)
        and isinstance(shown.get(key), str | int)
    ):
        server.kept.update(latest=shown[key], at=request)
    return response


def _deleting_latest(server: Twisted, request: Request) -> Response:
    response = _made(server, request, "customerUid")
    if request.method == "DELETE" and response.success and "latest" in server.kept:
        server.healthy(replace(request, target=f"{request.path.rpartition('/')[0]}/{server.kept.pop('latest')}"))
    return response


def _changing_latest(server: Twisted, request: Request) -> Response:
    response = _made(server, request, "customerUid")
    if request.method == "PUT" and response.success and "latest" in server.kept:
        server.healthy(replace(request, target=f"{request.path.rpartition('/')[0]}/{server.kept['latest']}"))
    return response


def _marking_latest(server: Twisted, request: Request) -> Response:
    response = _made(server, request, "Id")
    if request.path.endswith("/Delete") and ids_of(request) and response.success and "latest" in server.kept:
        server.healthy(sending(request, {"CustomerIds": [server.kept.pop("latest")]}))
    return response


@pytest.mark.parametrize(
    ("name", "twist", "family", "rule"),
    [
        ("flowretail", _deleting_latest, changes.FAMILY, "deleteCustomer.only"),
        ("flowretail", _changing_latest, changes.FAMILY, "updateCustomer.only"),
        ("resdiary", _marking_latest, joining.FAMILY, "scheduleCustomerDeletion.only"),
    ],
)
def test_what_is_done_to_the_latest_record_as_well_is_told(name: str, twist: Twist, family: Family, rule: str) -> None:
    assert rule in accused(name, twist, family, 1)


def _marking_first(server: Twisted, request: Request) -> Response:
    """List all that are named as marked, and mark the first."""
    response = server.healthy(request)
    listed = members_of(response).get("DeletedCustomerIds") or []
    if request.path.endswith("/Delete") and len(listed) > 1:
        server.kept.setdefault("back", set()).update(f"/Customer/{key}" for key in listed[1:])
    ending = f"/Customer/{request.path.rpartition('/')[2]}"
    if request.method == "GET" and ending in server.kept.get("back", set()):
        return server.kept["seen"][ending]
    if request.method == "GET" and response.success:
        server.kept.setdefault("seen", {})[ending] = response
    return response


def test_what_is_listed_as_marked_is_treated_alike() -> None:
    assert ["scheduleCustomerDeletion.each"] == accused("resdiary", _marking_first, joining.FAMILY, 1)


def _upserts(request: Request) -> bool:
    return request.path.endswith("/batch") and bool(members(request).get("upsert"))


def _creating_only(server: Twisted, request: Request) -> Response:
    """Take what is to be updated or else created for new, and say so where its key is somebody's already."""
    if _upserts(request):
        body = members(request)
        request = sending(request, {**body, "upsert": [], "create": [*body.get("create", []), *body["upsert"]]})
    return server.healthy(request)


def _known_by(name: str) -> Twist:
    """Return a twist by which upserts know a record again by another member, and their key is refused."""

    def twisted(server: Twisted, request: Request) -> Response:
        body, known = members(request), server.kept.setdefault("known", {})
        if _upserts(request) and any("customerUid" in element for element in body["upsert"]):
            return server.healthy(sending(request, {"delete": [{"customerUid": "nobody"}]}))
        if _upserts(request) and all(element.get(name) in known for element in body["upsert"]):
            changed = [{**element, "customerUid": known[element[name]]} for element in body["upsert"]]
            return server.healthy(sending(request, {"update": changed}))
        response = _made(server, request, "customerUid")
        shown = response.json()
        if request.path.endswith("/customers") and request.method == "POST" and isinstance(shown, dict):
            known[body.get(name)] = shown.get("customerUid")
        return response

    return twisted


def test_an_upsert_that_never_updates_is_told() -> None:
    assert "batchCustomers.lists.body.upsert" in accused("flowretail", _creating_only, batch_lists.FAMILY, 1)


@pytest.mark.parametrize("name", ["externalId", "email", "city"])
def test_an_upsert_may_know_a_record_again_by_any_member(name: str) -> None:
    assert [] == accused("flowretail", _known_by(name), batch_lists.FAMILY, 1)


def _knowing_externals_alone(server: Twisted, request: Request) -> Response:
    """Let upserts know a record again by its external id, whatever key they name: all others make something new."""
    if not _upserts(request):
        response = _made(server, request, "customerUid")
        shown = response.json()
        if request.path.endswith("/customers") and request.method == "POST" and isinstance(shown, dict):
            server.kept.setdefault("known", {})[shown.get("externalId")] = shown.get("customerUid")
        return response
    body, known = members(request), server.kept.setdefault("known", {})
    plain = [{name: value for name, value in one.items() if name != "customerUid"} for one in body["upsert"]]
    changed = [one | {"customerUid": known[one["externalId"]]} for one in plain if one.get("externalId") in known]
    made = [one for one in plain if one.get("externalId") not in known]
    lists = {
        "create": [*body.get("create", []), *made],
        "update": [*body.get("update", []), *changed],
        "upsert": [],
    }
    return server.healthy(sending(request, body | lists))


def test_an_upsert_may_make_something_new_of_what_names_a_key() -> None:
    assert [] == accused("flowretail", _knowing_externals_alone, batch_lists.FAMILY, 1)
