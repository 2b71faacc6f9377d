"""What is refused is not done, not even to one's own, and a batch from another tenant touches nothing."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from mock_apis import catalogued
from truespec.checking.credentials import Credentials, dummies
from truespec.checking.events import Event, Found
from truespec.checking.exchange import Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.access import permissions, tenants
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target, mock_target
from truespec.checking.verdict import Finding
from twisted import Twist, Twisted, sending

_SECOND = "limited-till"


def told_by(family: Family, twist: Twist) -> list[str]:
    """Return what a family tells of a server of two tenants, with a second credential that has no permission."""
    api, found = catalogued("flowretail"), list[Finding]()

    def hear(event: Event) -> None:
        found.extend([event.finding] if isinstance(event, Found) else [])

    access = Access(
        dummies(api),
        parameters=(("tenantUid", "north"), ("tenantUid", "south"), ("storeUid", "oslo")),
        second=Credentials(dict.fromkeys(("accessToken", "authToken", "integrationToken"), _SECOND)),
    )
    target = function_target(api, Twisted(mock_target(api).connect().send, twist), access)
    session = Session(api, replace(target, disposable=True), target.connect(), Ledger(api, target, hear))
    family.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    return [one.fact.id for one in found if one.assumed is None]


def _is_second(request: Request) -> bool:
    return request.header("Authorization") == f"Bearer {_SECOND}"


def _with_permission(request: Request) -> Request:
    headers = tuple((name, value) for name, value in request.headers if name != "Authorization")
    return replace(request, headers=(*headers, ("Authorization", "Bearer good")))


def _letting_in(server: Twisted, request: Request, *, but: bool) -> Response:
    """Let the second credential do all but what ``but`` says."""
    return server.healthy(request if but or not _is_second(request) else _with_permission(request))


def as_it_is(server: Twisted, request: Request) -> Response:
    """Refuse the second credential to delete, and nothing else."""
    return _letting_in(server, request, but=request.method == "DELETE")


def deleting_all_the_same(server: Twisted, request: Request) -> Response:
    """Delete for the second credential, and say that it may not."""
    response = as_it_is(server, request)
    if _is_second(request) and request.method == "DELETE" and "/extensions/" not in request.path:
        server.healthy(_with_permission(request))
    return response


def letting_makers_delete() -> Twist:
    """Return a twist that lets the second credential delete what it made."""
    own = set[str]()

    def done(server: Twisted, request: Request) -> Response:
        mine = request.method == "DELETE" and request.path.rpartition("/")[2] in own
        response = _letting_in(server, request, but=request.method == "DELETE" and not mine)
        made: Any = response.json()
        if _is_second(request) and response.status == 201 and isinstance(made, dict):
            own.add(made["customerUid"])
        return response

    return done


@pytest.mark.parametrize("twist", [deleting_all_the_same, letting_makers_delete()], ids=["late", "own"])
def test_who_may_not_delete_cannot(twist: Twist) -> None:
    assert "deleteCustomer.permission" in told_by(permissions.FAMILY, twist)


def test_who_is_refused_and_cannot_is_left_alone() -> None:
    assert "deleteCustomer.permission" not in told_by(permissions.FAMILY, as_it_is)


@pytest.mark.parametrize("kind", ["update", "delete", "upsert"])
def test_a_batch_of_another_tenant_touches_nothing(kind: str) -> None:
    def looking_everywhere(server: Twisted, request: Request) -> Response:
        body: Any = json.loads(request.body or b"null")
        if request.path != "/tenants/south/customers/batch" or not isinstance(body, dict):
            return server.healthy(request)
        northern = replace(request, target=request.target.replace("/south/", "/north/"))
        server.healthy(sending(northern, {kind: body[kind]} if kind in body else {}))
        return server.healthy(request)

    assert "customer.scope.changed" in told_by(tenants.FAMILY, looking_everywhere)
    assert not told_by(tenants.FAMILY, lambda server, request: server.healthy(request))


def test_what_another_tenant_makes_is_not_here() -> None:
    def making_here(server: Twisted, request: Request) -> Response:
        if request.method == "POST" and request.path == "/tenants/south/customers":
            request = replace(request, target=request.target.replace("/south/", "/north/"))
        return server.healthy(request)

    assert "customer.scope.made" in told_by(tenants.FAMILY, making_here)
