"""How one exchange is judged, and what is said about it."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from checked_server import OPENAPI, guest_api
from mock_apis import catalogued
from truespec.checking.acceptance import Acceptance
from truespec.checking.commands import curl
from truespec.checking.conformance import Conformance, Judgement
from truespec.checking.document import openapi_document
from truespec.checking.exchange import Exchange, Request, Response, outline
from truespec.checking.parameters import build
from truespec.checking.reports.junit import junit
from truespec.checking.text import text_lines
from truespec.checking.verdict import Fact, Finding, NotChecked, Verdict
from truespec.contract.api import Api
from truespec.contract.schema import ABSENT, Json
from truespec.diagnostics import Location

GUEST: dict[str, Json] = {"id": "1", "createdAt": "2024-01-01T00:00:00Z", "email": None}


def exchange(
    api: Api, seen: tuple[str, int], body: Json = None, *, sent: Json = None, kind: str = "application/json"
) -> Exchange:
    operation, status = api.operation(seen[0]), seen[1]
    assert operation is not None
    request = build(operation, {("path", "id"): "1"}, ABSENT if sent is None else sent)
    content = b"" if body is None else json.dumps(body).encode()
    return Exchange(operation, request, Response(status, (("content-type", kind),), content), ("X-Key",))


def judged(api: Api, seen: Exchange) -> dict[str, Judgement]:
    return {judgement.fact.id: judgement for judgement in Conformance(api).judge(seen)}


def test_a_conforming_answer_shows_three_facts(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    found = judged(api, exchange(api, ("getGuest", 200), GUEST))
    assert ["getGuest.200.status", "getGuest.200.content-type", "getGuest.200.body"] == list(found)
    assert all(judgement.holds for judgement in found.values())


@pytest.mark.parametrize(
    ("body", "assumed"),
    [(b'{"id": "1", "email"', None), (b"Fine", "no media type is printed"), (b"", "no media type is printed")],
)
def test_an_answer_that_says_it_is_json_and_breaks_off_is_wrong_though_its_form_is_assumed(
    tmp_path: Path, body: bytes, assumed: str | None
) -> None:
    openapi = copy.deepcopy(OPENAPI)
    openapi["paths"]["/guests/{id}"]["get"]["responses"]["200"]["x-assumed"] = {"content": "no media type is printed"}
    api = guest_api(tmp_path, openapi=openapi)
    seen = exchange(api, ("getGuest", 200))
    found = judged(api, replace(seen, response=replace(seen.response, body=body)))["getGuest.200.body"]
    assert (True, assumed) == (bool(found.detail), found.fact.assumed)


def test_an_answer_without_any_member_is_judged_by_a_schema_that_is_assumed_as_a_whole(tmp_path: Path) -> None:
    for assumed in (None, "only its name is documented"):
        openapi = copy.deepcopy(OPENAPI)
        openapi["components"]["schemas"]["Guest"] |= {} if assumed is None else {"x-assumed": assumed}
        api = guest_api(tmp_path, openapi=openapi)
        found = judged(api, exchange(api, ("getGuest", 200), {"guest": GUEST}))["getGuest.200.body.members"]
        assert ("it has none of them", assumed) == (found.detail, found.fact.assumed)


@pytest.mark.parametrize(
    ("change", "id_", "states", "seen"),
    [
        (
            {"id": 7},
            "getGuest.200.body.id.type",
            "200 answer of GET /guests/{id}: `id` is a string",
            "it is an integer",
        ),
        ({"id": None}, "getGuest.200.body.id.type", "200 answer of GET /guests/{id}: `id` is a string", "it is null"),
        (
            {"createdAt": "now"},
            "getGuest.200.body.createdAt.format",
            "200 answer of GET /guests/{id}: `createdAt` is a string (date-time)",
            "its value (string) breaks `format`",
        ),
    ],
)
def test_a_wrong_member_is_named_with_what_is_documented_and_what_was_seen(
    tmp_path: Path, change: dict[str, Json], id_: str, states: str, seen: str
) -> None:
    api = guest_api(tmp_path)
    found = judged(api, exchange(api, ("getGuest", 200), {**GUEST, **change}))[id_]
    assert (states, seen, None) == (found.fact.states, found.detail, found.fact.assumed)
    assert "/components/schemas/Guest/properties/" in found.fact.location.pointer


def test_an_assumption_covers_the_attribute_it_is_about_and_no_other(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    visits = judged(api, exchange(api, ("getGuest", 200), {**GUEST, "visits": "x"}))["getGuest.200.body.visits.type"]
    city = judged(api, exchange(api, ("getGuest", 200), {**GUEST, "city": 5}))["getGuest.200.body.city.type"]
    assert ("only the name is documented", None) == (visits.fact.assumed, city.fact.assumed)


@pytest.mark.parametrize(
    ("status", "id_", "outcome"),
    [
        (200, "createGuest.201.status", "broken"),
        (302, "createGuest.201.status", "broken"),
        (500, "createGuest.server-error", "broken"),
        (503, "createGuest.201.status", "unknown"),
        (418, "createGuest.418", "unknown"),
        (400, "createGuest.400.status", "holds"),
    ],
)
def test_a_status_is_judged_by_what_the_spec_lists(tmp_path: Path, status: int, id_: str, outcome: str) -> None:
    api = guest_api(tmp_path)
    found = judged(api, exchange(api, ("createGuest", status), {}))[id_]
    assert outcome == ("holds" if found.holds else "broken" if found.detail else "unknown")


def test_a_wrong_or_absent_content_type_and_a_body_that_is_no_json_are_told(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    wrong = judged(api, exchange(api, ("getGuest", 200), GUEST, kind="text/html"))["getGuest.200.content-type"]
    empty = judged(api, exchange(api, ("getGuest", 200)))["getGuest.200.body"]
    assert ("it was text/html", "its body is empty") == (wrong.detail, empty.detail)


@pytest.mark.parametrize(("status", "told"), [(400, ""), (200, "it was application/problem+json")])
def test_a_refusal_may_be_json_under_the_name_that_errors_have(status: int, told: str) -> None:
    operation = catalogued("resdiary").operation("createCustomer")
    assert operation is not None
    request = build(operation, {("path", "micrositeName"): "Harbour"}, {})
    kind = (("content-type", "application/problem+json; charset=utf-8"),)
    seen = Exchange(operation, request, Response(status, kind, b'{"Message": "no"}'))
    assert told == judged(catalogued("resdiary"), seen)[f"createCustomer.{status}.content-type"].detail


@pytest.mark.parametrize(
    ("step", "facts"),
    [("7", 2), ("%C2%93", 1), ("a%2Fb", 1), ("..", 1), ("7?part=a%00b", 1), ("7?part=a/b", 2)],
)
def test_a_refusal_of_an_address_that_a_router_may_not_pass_on_is_judged_by_its_status_only(
    tmp_path: Path, step: str, facts: int
) -> None:
    openapi = json.loads(json.dumps(OPENAPI))
    openapi["paths"]["/guests/{id}"]["get"]["responses"]["404"]["content"] = {"application/json": {}}
    api = guest_api(tmp_path, openapi=openapi)
    operation = api.operation("getGuest")
    assert operation is not None
    seen = Exchange(operation, Request("GET", f"/guests/{step}"), Response(404))
    assert facts == len(judged(api, seen))


@pytest.mark.parametrize(
    ("sent", "status", "outcome"),
    [
        ({"name": "Ada"}, 201, None),
        ({"name": {}}, 201, "a request that breaks this (it is an object) was answered 201"),
        ({"name": {}}, 400, ""),
        ({"name": {}}, 401, None),
        ({"name": {}}, 422, "a request that breaks this: `name` is a string or null, was answered 422"),
        ({"name": 5}, 201, ""),
    ],
)
def test_a_request_of_the_wrong_form_must_be_refused_unless_it_may_be_read_freely(
    tmp_path: Path, sent: Json, status: int, outcome: str | None
) -> None:
    api = guest_api(tmp_path)
    judgement = Acceptance(api).judge(exchange(api, ("createGuest", status), {}, sent=sent))
    assert outcome == (None if judgement is None else judgement.detail)


def test_the_document_for_made_up_requests_links_new_records_and_holds_no_credentials(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    text = json.dumps(openapi_document(api, api.operations, {"limit": "7"}))
    document = json.loads(text)
    links = document["paths"]["/guests"]["post"]["responses"]["201"]["links"]
    assert {"operationId": "getGuest", "parameters": {"path.id": "$response.body#/id"}} == links["getGuest"]
    assert {"const": "7"} == document["paths"]["/guests"]["get"]["parameters"][1]["schema"]
    assert "X-Key" not in text
    assert "#/components/schemas/NewGuest" in text


def test_a_reproduction_stands_for_credentials_with_variables_and_quotes_the_rest(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    seen = exchange(api, ("createGuest", 200), {}, sent={"name": "it's; $(rm) \x1b[2J"})
    command = curl(seen.request, "http://host", {"X-Key": "$X_KEY"})
    assert command.startswith('curl -i -X POST http://host/guests -H "X-Key: $X_KEY"')
    assert "'\"'\"'s; $(rm) \\u001b[2J" in command


def test_an_answer_is_outlined_by_types_and_never_by_values() -> None:
    body: Json = {"id": "secret", "tags": [{"a": 1}, {"a": 2}], "none": None, "\x1b": True}
    assert "{id string, tags [{a integer}] x 2, none null, \\x1b boolean}" == outline(body)


def hostile_verdict() -> Verdict:
    text = "]]><script>\x1b[31m\x00\ud800&\"'"
    fact = Fact("a.b", text, Location("spec\x1b.yaml", 3, 4), "op", "body")
    assumed = Fact("a.c", "assumed", Location("spec.yaml", 5, 1), "op", "body", text)
    return Verdict(
        "api",
        "http://host",
        "quick",
        holds=(Fact("a.a", "holds", Location("spec.yaml", 1, 1), "", "rule"),),
        broken=(Finding(fact, text, text, text, text, 2),),
        differs=(Finding(assumed, "other"),),
        not_checked=(NotChecked(Fact("a.d", "open", Location("spec.yaml"), "op", "rule"), text),),
        lost=text,
    )


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_a_junit_file_is_well_formed_whatever_a_server_said(*, strict: bool, failures: int) -> None:
    text = junit(hostile_verdict(), strict=strict)
    root = ET.fromstring(text)  # noqa: S314 - our own file
    assert failures == len(root.findall(".//failure"))
    assert ["api", "op", "run", "coverage"] == [suite.get("name") for suite in root]
    assert failures == int(root[1].get("failures") or 0)
    assert "\x1b" not in text
    text.encode("utf-8")


def test_text_lines_name_place_fact_and_outcome_and_hold_no_control_characters() -> None:
    lines = text_lines(hostile_verdict())
    assert lines[0].startswith("spec\\x1b.yaml:3:4: broken a.b: ]]><script>\\x1b[31m\\x00\\ud800")
    assert "facts: 1 hold, 1 broken, 1 differ from an assumption, 1 not checked" in lines[-1]
    assert all(line.isprintable() for line in lines)


def test_what_differs_from_the_same_assumption_is_shown_in_full_once_and_pieces_not_done_only_in_part() -> None:
    verdict = hostile_verdict()
    differing = replace(verdict.differs[0], response="an answer", reproduction="curl a\n  --data b")
    other = replace(differing, fact=replace(differing.fact, id="a.e"))
    lines = text_lines(replace(verdict, differs=(differing, other), unfinished=tuple(map(str, range(40)))))
    assert [line for line in lines if "a.e" in line] == ["spec.yaml:5:1: differs from the same assumption a.e: other"]
    assert lines.count("  again: curl a") == 1
    assert [line[-12:] for line in lines if line.startswith("not done")] == [" and 28 more"]


def test_a_path_with_a_reserved_character_in_a_parameter_stays_one_step(tmp_path: Path) -> None:
    operation = guest_api(tmp_path).operation("getGuest")
    assert operation is not None
    assert Request("GET", "/guests/a%2Fb%3F", build(operation, {("path", "id"): "a/b?"}).headers) == build(
        operation, {("path", "id"): "a/b?"}
    )


@pytest.mark.parametrize(
    ("documented", "kind", "told", "wrong"),
    [
        ("application/problem+json", "application/problem+json", 400, True),
        ("application/problem+json", "application/problem+json; charset=utf-8", 404, False),
        ("application/problem+json", "application/problem+json", None, False),
        ("application/json", "application/problem+json", 400, False),
    ],
)
def test_a_problem_tells_the_status_it_has(
    tmp_path: Path, documented: str, kind: str, told: Json, *, wrong: bool
) -> None:
    openapi = copy.deepcopy(OPENAPI)
    openapi["paths"]["/guests/{id}"]["get"]["responses"]["404"] = {
        "description": "Nobody.",
        "content": {documented: {"schema": {"type": "object"}}},
    }
    api = guest_api(tmp_path, openapi=openapi)
    found = judged(api, exchange(api, ("getGuest", 404), {"title": "Nobody", "status": told}, kind=kind))
    assert wrong == ("getGuest.404.problem-status" in found)
    assert not [one for one in found.values() if one.detail and "problem-status" not in one.fact.id]
