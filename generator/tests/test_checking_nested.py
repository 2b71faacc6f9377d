"""What a server makes of a value inside an object is not told as broken where it turns values into text."""

from __future__ import annotations

import json

import pytest
from mock_apis import catalogued
from truespec.checking.acceptance import Acceptance
from truespec.checking.exchange import Exchange, Response
from truespec.checking.parameters import build
from truespec.contract.schema import Json


def detail(body: Json, *, before: Json) -> str:
    """Return what is told of an update that was done, after another one was refused."""
    api = catalogued("collins")
    operation = api.operation("UpdateCustomer")
    assert operation is not None
    judge = Acceptance(api)
    told = ""
    for sent, status in ((before, 422), (body, 200)):
        request = build(operation, {("path", "customerId"): "1"}, sent)
        judgement = judge.judge(Exchange(operation, request, Response(status, (), json.dumps({}).encode())))
        told = judgement.detail if judgement is not None else ""
    return told


@pytest.mark.parametrize("code", [[], 7, True])
def test_a_value_within_an_object_may_be_turned_into_text(code: Json) -> None:
    assert "" == detail({"company_address": {"post_code": code}}, before={"company_address": {"city": {}}})


def test_a_member_of_the_body_itself_may_not() -> None:
    assert detail({"first_name": []}, before={"first_name": {}})


def test_what_was_taken_before_the_server_was_seen_to_look_that_deep_is_told_belatedly() -> None:
    api = catalogued("collins")
    operation = api.operation("CreateCustomer")
    assert operation is not None
    judge = Acceptance(api)
    told: list[str] = []
    for member, length, status in (("street", 300, 201), ("city", 300, 422), ("city", 301, 422)):
        request = build(operation, {}, {"company_address": {member: "x" * length}})
        judge.judge(Exchange(operation, request, Response(status, (), b"{}")))
        told += [one.fact.id for one, _ in judge.belated()]
    assert ["CreateCustomer.request.company_address.street.maxLength"] == told


def test_a_request_that_is_refused_for_another_reason_does_not_show_that_a_server_looks_that_deep() -> None:
    api = catalogued("collins")
    operation = api.operation("CreateCustomer")
    assert operation is not None
    judge = Acceptance(api)
    told: list[str] = []
    for member, status in (("street", 201), ("city", 429), ("city", 409), ("city", 503)):
        request = build(operation, {}, {"company_address": {member: "x" * 300}})
        judge.judge(Exchange(operation, request, Response(status, (), b"{}")))
        told += [one.fact.id for one, _ in judge.belated()]
    assert [] == told
