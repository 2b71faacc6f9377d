"""Without any rules written down, a server that contradicts itself breaks something, whatever way its lists turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, GuestServer, guest_api, guest_target
from truespec.checking.exchange import Request, Response
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.checking.verdict import Verdict
from truespec.contract.schema import Schema
from truespec.diagnostics import Location


def consistent(verdict: Verdict) -> set[str]:
    """Return the facts about consistency that were broken."""
    return {finding.fact.id for finding in verdict.broken if ".consistent." in finding.fact.id}


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("write-lost", "createGuest.consistent.there"),
        ("update-lost", "updateGuest.consistent.kept"),
        ("update-clears", "updateGuest.consistent.rest"),
        ("delete-kept", "deleteGuest.consistent.gone"),
        ("not-found-200", "getGuest.consistent.unknown"),
        ("page-overlaps", "listGuests.consistent.parts"),
        ("page-skips", "listGuests.consistent.parts"),
        ("limit-ignored", "listGuests.consistent.limit"),
        ("totals-wrong", "listGuests.consistent.total"),
    ],
)
def test_a_server_that_contradicts_itself_breaks_a_fact(tmp_path: Path, fault: str, fact: str) -> None:
    api = guest_api(tmp_path, behaviour=False)
    assert fact in consistent(check(api, guest_target(api, GuestServer(fault)), parts=("rules",)))


class Softly(GuestServer):
    """Removes softly: what was removed can be read, is shown to be gone, and is no more listed."""

    def __init__(self) -> None:
        """Start with nobody removed."""
        super().__init__()
        self.removed: dict[str, dict[str, Any]] = {}

    def _one(self, request: Request, id_: str) -> tuple[int, Any]:
        if request.method == "DELETE":
            self.removed[id_] = {**self._shown(self.guests[id_]), "gone": True}
        return super()._one(request, id_)

    def _route(self, request: Request) -> tuple[int, Any]:
        removed = self.removed.get(request.path.removeprefix("/guests/"))
        return (200, removed) if removed is not None and request.method == "GET" else super()._route(request)


class Tidy(GuestServer):
    """Tidies texts up, and leaves the name of a guest as it was first given."""

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        name = body.get("name")
        return super()._create({**body, "name": name.strip().title() if isinstance(name, str) else None})

    def _one(self, request: Request, id_: str) -> tuple[int, Any]:
        if request.method == "PATCH":
            told: Any = request.json()
            if isinstance(told, dict):
                kept = {name: value for name, value in told.items() if name != "name" or not isinstance(value, str)}
                request = replace(request, body=json.dumps(kept).encode())
        return super()._one(request, id_)


@pytest.mark.parametrize("server", [GuestServer, Softly, Tidy])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_server_with_a_mind_of_its_own_contradicts_nothing(
    tmp_path: Path, server: Callable[[], GuestServer], seed: int
) -> None:
    api = guest_api(tmp_path, behaviour=False)
    assert set() == consistent(check(api, guest_target(api, server()), parts=("rules",), seed=seed))


class Forgetful(GuestServer):
    """Lists nobody who came after the first five."""

    def _list(self, query: dict[str, str]) -> tuple[int, Any]:
        everyone, self.guests = self.guests, dict(list(self.guests.items())[:5])
        answer = super()._list(query)
        self.guests = everyone
        return answer


def test_a_record_that_is_not_listed_as_others_like_it_are_breaks_a_fact(tmp_path: Path) -> None:
    api = guest_api(tmp_path, behaviour=False)
    assert "listGuests.consistent.new" in consistent(check(api, guest_target(api, Forgetful()), parts=("rules",)))


class Settled(GuestServer):
    """Takes a guest to be from Oslo, or from nowhere, where nothing is said."""

    home: str | None = "Oslo"

    def _create(self, body: dict[str, Any]) -> dict[str, Any]:
        return super()._create({"city": self.home, **body})


class Elsewhere(Settled):
    """Takes a guest to be from Bergen."""

    home = "Bergen"


@pytest.mark.parametrize(
    ("server", "told"), [(Settled, set[str]()), (Elsewhere, {"createGuest.consistent.default.city"})]
)
@pytest.mark.parametrize("behaviour", [True, False])
def test_a_documented_default_is_what_a_record_has(
    tmp_path: Path, server: Callable[[], GuestServer], told: set[str], *, behaviour: bool
) -> None:
    schemas = OPENAPI["components"]["schemas"]
    members = {**schemas["NewGuest"]["properties"], "city": {"type": "string", "default": "Oslo"}}
    guests = {**schemas, "NewGuest": {**schemas["NewGuest"], "properties": members}}
    document = {**OPENAPI, "components": {**OPENAPI["components"], "schemas": guests}}
    api = guest_api(tmp_path, behaviour=behaviour, openapi=document)
    assert told == consistent(check(api, guest_target(api, server()), parts=("rules",)))


def test_what_is_below_a_record_is_asked_for_below_one_of_our_own(tmp_path: Path) -> None:
    paths = OPENAPI["paths"]
    greeting = {
        "operationId": "greet",
        "responses": {"204": {"description": "Greeted."}, "404": {"description": "Who?"}},
    }
    below = {"parameters": paths["/guests/{id}"]["parameters"], "post": greeting}
    api = guest_api(tmp_path, behaviour=False, openapi={**OPENAPI, "paths": {**paths, "/guests/{id}/greeting": below}})
    server = GuestServer()

    def answer(request: Request) -> Response:
        who = request.path.removesuffix("/greeting").rpartition("/")[2]
        greeted = request.path.endswith("/greeting") and request.header("X-Key")
        return server(request) if not greeted else Response(204 if who in server.guests else 404)

    verdict = check(api, guest_target(api, answer), parts=("rules",))
    assert "greet.204.status" in {fact.id for fact in verdict.holds}


class Inn(GuestServer):
    """Keeps the stays of each guest; a careless one shows those of all."""

    def __init__(self, *, careless: bool) -> None:
        """Start with no stays."""
        super().__init__()
        self.careless = careless
        self.stays: list[dict[str, Any]] = []

    def _route(self, request: Request) -> tuple[int, Any]:
        who, _, below = request.path.removeprefix("/guests/").partition("/")
        if not below.startswith("stays"):
            return super()._route(request)
        own = [one for one in self.stays if self.careless or one["guest"] == who]
        if who not in self.guests:
            return 404, {}
        if request.method == "POST":
            told: Any = request.json()
            room = told.get("room") if isinstance(told, dict) else None
            self.stays.append({"id": f"stay-{len(self.stays)}", "guest": who, "room": str(room)})
            return 201, self.stays[-1]
        named = [one for one in own if one["id"] == below.rpartition("/")[2]]
        return (200, own) if below == "stays" else (200, named[0]) if named else (404, {})


@pytest.mark.parametrize("careless", [False, True])
def test_what_is_listed_below_one_record_is_not_below_another(tmp_path: Path, *, careless: bool) -> None:
    paths = OPENAPI["paths"]
    text = {"type": "string"}
    stay = {"type": "object", "required": ["id"], "properties": {"id": text, "guest": text, "room": text}}
    key = {"name": "stayId", "in": "path", "required": True, "schema": text}

    def answers(status: str, schema: dict[str, Any]) -> dict[str, Any]:
        told = {"description": "Told.", "content": {"application/json": {"schema": schema}}}
        return {status: told, "404": {"description": "Unknown."}}

    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"room": text}}}}}
    above = paths["/guests/{id}"]["parameters"]
    stays = {
        "parameters": above,
        "get": {"operationId": "listStays", "responses": answers("200", {"type": "array", "items": stay})},
        "post": {"operationId": "addStay", "requestBody": body, "responses": answers("201", stay)},
    }
    one = {"parameters": [*above, key], "get": {"operationId": "getStay", "responses": answers("200", stay)}}
    document = {**OPENAPI, "paths": {**paths, "/guests/{id}/stays": stays, "/guests/{id}/stays/{stayId}": one}}
    api = guest_api(tmp_path, behaviour=False, openapi=document)
    told = consistent(check(api, guest_target(api, Inn(careless=careless)), parts=("rules",)))
    assert ({"listStays.consistent.parent"} if careless else set[str]()) == told


@pytest.mark.parametrize("form", ["date", "date-time"])
def test_a_span_of_time_ends_after_it_begins_and_before_the_next(tmp_path: Path, form: str) -> None:
    maker = RecordMaker(guest_api(tmp_path), "tag", 3)
    moment = Schema(Location("guests.json"), types=("string",), format=form)
    made = [
        maker.value(name, moment) for name in ("arrival", "departure", "check_in", "checkOut", "startsOn", "endsOn")
    ]
    assert made == sorted(set(map(str, made)))


def test_a_whole_number_between_documented_limits_is_not_the_one_that_comes_by_itself(tmp_path: Path) -> None:
    maker = RecordMaker(guest_api(tmp_path), "tag", 3)
    number = Schema(Location("guests.json"), types=("integer",), constraints={"minimum": 0, "maximum": 3}, default=0)
    assert {1, 2, 3} == {maker.value("priority", number) for _ in range(60)}


def test_a_number_for_a_tax_is_made_up_as_servers_write_it_that_tidy_it_up(tmp_path: Path) -> None:
    maker = RecordMaker(guest_api(tmp_path), "tag", 3)
    text = Schema(Location("guests.json"), types=("string",))
    made = [str(maker.value(name, text)) for name in ("vat", "vatNumber", "vat_id", "VATNo")]
    assert made == ["".join(value.split()).upper() for value in made]
    assert len(made) == len(set(made))
    assert "tag" in str(maker.value("vatNote", text))
