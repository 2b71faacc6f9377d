"""What only one record may have: the mock refuses it to another, the checks tell who does not, or refuses too much."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from mock_apis import Caller, api_of
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.contract.api import Api
from truespec.contract.inventory import take
from truespec.mock.coverage import ignored_rules
from truespec.mock.service import Service
from truespec.mutation.judging import healthy_target, judge
from truespec.mutation.table import mutants

EMAIL = {"by": ["email"], "status": 409, "letters": "alike", "deleted": "free", "states": "An address is given once."}
DESK = {"by": ["floor", "desk"], "status": 422, "letters": "apart", "states": "A desk is one person's."}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


@cache
def staff_api(mail: str = "mail") -> Api:
    """Return an API of people with an address and a desk of their own, made alone and many at once.

    Records call the address `email`; where requests do, too, a second batch takes people by several lists.
    """
    text = {"type": "string", "minLength": 1, "maxLength": 60}
    sent: dict[str, Any] = {mail: {**text, "format": "email"}, "floor": text, "desk": text, "name": text}
    kept = {"id": {"type": "string"}, **{("email" if name == mail else name): one for name, one in sent.items()}}
    ref, no = {"$ref": "#/components/schemas/Person"}, {"description": "No."}
    refused = {"404": no, "409": no, "422": no}
    new = {"required": True, "content": _json({"$ref": "#/components/schemas/NewPerson"})}
    part = {"required": True, "content": _json({"type": "object", "properties": sent})}
    many: dict[str, Any] = {"type": "array", "maxItems": 9, "items": {"$ref": "#/components/schemas/NewPerson"}}
    people = {"type": "object", "required": ["people"], "properties": {"people": many}}
    bulk = {"required": True, "content": _json(people)}
    form = {"description": "Done.", "content": _json({"type": "object"})}
    told = {**refused, "200": form, "422": form}
    one = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    done = {"200": {"description": "It.", "content": _json(ref)}, **refused}
    made = {"201": {"description": "Made.", "content": _json(ref)}, **refused}
    page = {"200": {"description": "All.", "content": _json({"type": "array", "items": ref})}}
    all_made = {"201": {"description": "Made.", "content": _json({"type": "array", "items": ref})}, **refused}
    openapi = {
        "paths": {
            "/people": {
                "get": {"operationId": "list", "responses": page},
                "post": {"operationId": "make", "requestBody": new, "responses": made},
            },
            "/people/all": {"post": {"operationId": "makeAll", "requestBody": bulk, "responses": all_made}},
            "/people/each": {"post": {"operationId": "makeEach", "requestBody": bulk, "responses": told}},
            "/people/{id}": {
                "parameters": one,
                "get": {"operationId": "get", "responses": done},
                "patch": {"operationId": "change", "requestBody": part, "responses": done},
                "delete": {"operationId": "end", "responses": {"204": {"description": "Gone."}, **refused}},
            },
        },
        "components": {
            "schemas": {
                "NewPerson": {"type": "object", "required": list(sent), "properties": sent},
                "Person": {"type": "object", "required": list(kept), "properties": kept},
            }
        },
    }
    act = {"resource": "person", "key": "path.id", "missing": {"status": 404, "states": "Others are unknown."}}
    renamed = {"stores": {mail: "email"}} if mail != "email" else {}
    write = {"resource": "person", "unique": [EMAIL, DESK], **renamed}
    each = {"action": "upsert", "key": "id", "states": "Each is made."}
    outcome = {"done": 200, "failed": 422, "states": "One that fails shows."}
    lists = {
        "action": "batch",
        "resource": "person",
        "lists": {"body.people": each},
        "outcome": outcome,
        "states": "Each is made.",
    }
    behaviour = {
        "resources": {"person": {"schema": "Person", "key": "id", "states": "A person.", "sets": {"id": "uuid"}}},
        "operations": {
            "make": {"action": "create", "states": "A person is made.", **write},
            "get": {"action": "read", "states": "The person.", **act},
            "list": {"action": "list", "resource": "person", "answer": "body", "states": "Everybody."},
            "change": {
                "action": "update",
                "states": "What is sent is changed.",
                "change": {"rule": "partial", "states": "The rest stays."},
                **act,
                **write,
            },
            "end": {"action": "delete", "states": "The person is gone.", **act},
            "makeAll": {"action": "batch", "each": "make", "items": "body.people", "states": "All are made."},
            **({} if renamed else {"makeEach": lists}),
        },
        "refusals": [{"when": "request-invalid", "status": 422, "states": "Wrong forms are refused with 422."}],
    }
    return api_of(Path(mkdtemp()), openapi, behaviour)


def person(mail: str, desk: str = "", floor: str = "1") -> dict[str, str]:
    return {"mail": mail, "floor": floor, "desk": desk or mail, "name": "A"}


def staffed() -> tuple[Caller, list[str]]:
    """Return a mock with two people, and their keys."""
    caller = Caller(Service(staff_api()), {})
    made = [caller.send("POST", "/people", "", person(name)) for name in ("a@x.org", "b@x.org")]
    return caller, [json.loads(answer.body)["id"] for answer in made]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (person("a@x.org", "new"), 409),
        (person("A@X.org", "new"), 409),
        (person("c@x.org", "a@x.org"), 422),
        (person("c@x.org", "A@x.org"), 201),
        (person("c@x.org", "a@x.org", "2"), 201),
        (person("c@x.org"), 201),
    ],
)
def test_the_mock_refuses_to_make_what_another_record_has(body: dict[str, str], status: int) -> None:
    caller, _ = staffed()
    assert status == caller.send("POST", "/people", "", body).status
    assert 2 + (status == 201) == len(json.loads(caller.send("GET", "/people").body))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"mail": "a@x.org"}, 409),
        ({"mail": "b@x.org"}, 200),
        ({"mail": "B@x.org"}, 200),
        ({"desk": "a@x.org"}, 422),
        ({"desk": "a@x.org", "floor": "2"}, 200),
        ({"name": "B"}, 200),
    ],
)
def test_the_mock_refuses_to_change_a_record_to_what_another_has(body: dict[str, str], status: int) -> None:
    caller, keys = staffed()
    before = json.loads(caller.send("GET", f"/people/{keys[1]}").body)
    assert status == caller.send("PATCH", f"/people/{keys[1]}", "", body).status
    after = json.loads(caller.send("GET", f"/people/{keys[1]}").body)
    assert (status == 200) == (after != before or body == {"mail": "b@x.org"})


def test_what_a_deleted_record_had_is_free_on_the_mock() -> None:
    caller, keys = staffed()
    caller.send("DELETE", f"/people/{keys[0]}")
    assert 201 == caller.send("POST", "/people", "", person("a@x.org")).status


def test_a_batch_of_the_mock_keeps_nothing_where_it_has_no_word_for_one_that_is_refused() -> None:
    caller, _ = staffed()
    body = {"people": [person("c@x.org"), person("c@x.org", "other")]}
    assert 409 == caller.send("POST", "/people/all", "", body).status
    assert 2 == len(json.loads(caller.send("GET", "/people").body))
    assert 201 == caller.send("POST", "/people/all", "", {"people": [person("c@x.org")]}).status


def test_a_batch_of_the_mock_answers_each_element_where_it_has_a_word_for_it() -> None:
    caller = Caller(Service(staff_api("email")), {})
    known, taken, new = (
        {**person(f"{name}@x.org", desk), "email": f"{name}@x.org"}
        for name, desk in (("a", "1"), ("a", "2"), ("c", "3"))
    )
    caller.send("POST", "/people", "", known)
    answer = caller.send("POST", "/people/each", "", {"people": [taken, new]})
    statuses = [one["status"] for one in json.loads(answer.body)["people"]]
    assert (422, 409, True) == (answer.status, statuses[0], 200 <= statuses[1] < 300)
    assert 2 == len(json.loads(caller.send("GET", "/people").body))


def test_the_rules_are_counted_and_none_is_ignored_by_the_mock() -> None:
    behaviour = staff_api().behaviour
    assert behaviour is not None
    ids = [rule.id for action in behaviour.actions for rule in action.rules if ".unique." in rule.id]
    assert ids == ["make.unique.1", "make.unique.2", "change.unique.1", "change.unique.2"]
    assert () == ignored_rules(staff_api())
    assert take(staff_api()).assumed == ()


@pytest.mark.parametrize("mail", ["mail", "email"])
def test_a_healthy_mock_is_not_accused(mail: str) -> None:
    api = staff_api(mail)
    verdict = check(api, healthy_target(api, seed=len(mail)), "quick", seed=len(mail))
    assert [] == [(finding.fact.id, finding.detail) for finding in (*verdict.broken, *verdict.differs)]
    parts = ("", ".status", ".by.floor", ".by.desk", ".letters")
    facts = {f"{rule}.unique.2{part}" for rule in ("make", "change") for part in parts}
    facts |= {"make.unique.1.others", "make.unique.1.one", "make.unique.1.letters", "make.unique.1.deleted"}
    facts |= {"change.unique.1.own", "change.unique.1.kept"}
    assert set() == facts - {one.id for one in verdict.holds}


def test_every_mutant_of_what_is_unique_is_killed() -> None:
    api = staff_api()
    wanted = {name: mutant for name, mutant in mutants(api).items() if ".unique." in name}
    told = {name: judge(api, mutant, "quick").outcome for name, mutant in wanted.items()}
    assert {} == {name: outcome for name, outcome in told.items() if outcome != "killed"}
    slugs = {name.partition("/")[2] for name in told}
    assert {"forgotten", "answers-400", "answers-409", "without-desk", "letters-apart", "kept-anyway"} <= slugs


def _never_freed(service: Service) -> Callable[[Request], Response]:
    """Return a server that never forgets an address."""
    known: set[str] = set()

    def answer(request: Request) -> Response:
        path, _, query = request.target.partition("?")
        body = json.loads(request.body) if request.body else None
        mail = body.get("mail") if isinstance(body, dict) else None
        if request.method == "POST" and path == "/people" and str(mail) in known:
            return Response(409)
        answered = Caller(service, {}).send(request.method, path, query, body)
        if answered.status in {200, 201} and isinstance(mail, str):
            known.add(mail)
        return Response(answered.status, answered.headers, answered.body)

    return answer


def test_a_server_that_keeps_what_a_deleted_record_had_breaks_a_fact() -> None:
    api = staff_api()
    target = function_target(api, _never_freed(Service(api)), Access(Credentials({})))
    broken = {finding.fact.id for finding in check(api, target, parts=("rules",)).broken}
    assert {"make.unique.1.deleted"} == broken


def test_a_server_that_refuses_a_record_its_own_value_breaks_a_fact() -> None:
    api = staff_api()
    service = Service(api)

    def answer(request: Request) -> Response:
        caller, (path, _, query) = Caller(service, {}), request.target.partition("?")
        body = json.loads(request.body) if request.body else None
        if request.method == "PATCH" and isinstance(body, dict):
            read = caller.send("GET", path)
            if read.status == 200 and json.loads(read.body)["email"] == body.get("mail"):
                return Response(409)
        answered = caller.send(request.method, path, query, body)
        return Response(answered.status, answered.headers, answered.body)

    verdict = check(api, function_target(api, answer, Access(Credentials({}))), parts=("rules",))
    assert "change.unique.1.own" in {finding.fact.id for finding in verdict.broken}


def test_a_change_that_is_refused_for_another_reason_is_not_taken_for_one_of_its_own_value() -> None:
    api = staff_api()
    service, named = Service(api), dict[str, str]()

    def answer(request: Request) -> Response:
        caller, (path, _, query) = Caller(service, {}), request.target.partition("?")
        body = json.loads(request.body) if request.body else None
        if request.method == "PATCH" and isinstance(body, dict):
            # The first name that is asked for is never given.
            name = str(body.get("name"))
            if named.setdefault(path, name) == name:
                return Response(409)
        answered = caller.send(request.method, path, query, body)
        return Response(answered.status, answered.headers, answered.body)

    verdict = check(api, function_target(api, answer, Access(Credentials({}))), parts=("rules",))
    assert not [finding.fact.id for finding in verdict.broken if finding.fact.id.endswith(".own")]
