"""Where nothing says that a wrong form is refused, the only member that is taken in one is told all the same."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from mock_apis import catalogued
from truespec.checking.acceptance import Acceptance
from truespec.checking.credentials import dummies
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target, mock_target
from truespec.contract.api import Api
from truespec.contract.schema import Json
from twisted import Twisted, sending

API = catalogued("flowretail")
_JSON = (("Content-Type", "application/json"),)
_TEXTS = ("address", "city", "companyName", "email", "firstname", "lastname", "mobile")
_REFUSED: list[tuple[dict[str, Json], int]] = [({name: {}}, 400) for name in _TEXTS]


def _told(seen: Sequence[tuple[dict[str, Json], int]], api: Api = API, id_: str = "updateCustomer") -> list[str]:
    acceptance, told, operation = Acceptance(api), list[str](), api.operation(id_)
    assert operation is not None
    for body, status in seen:
        request = Request(operation.method, re.sub(r"{\w+}", "x", operation.path), _JSON, json.dumps(body).encode())
        acceptance.judge(Exchange(operation, request, Response(status, _JSON, b"{}")))
    for judgement, _ in acceptance.at_last():
        assert judgement.fact.assumed is None
        assert "other members of its body are refused" in judgement.detail
        told.append(judgement.fact.id)
    return told


def test_the_only_member_that_is_taken_in_a_wrong_form_is_told() -> None:
    assert ["updateCustomer.request.paymentTerms.type"] == _told([*_REFUSED, ({"paymentTerms": "text"}, 200)])


def test_what_is_no_text_is_told_where_only_the_words_that_it_may_be_are_assumed() -> None:
    assert ["updateCustomer.request.customerType.type"] == _told([*_REFUSED, ({"customerType": ["B2B"]}, 200)])
    assert not _told([*_REFUSED, ({"customerType": "GOVERNMENT"}, 200)])


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        pytest.param({"paymentTerms": "text"}, True, id="kept"),
        pytest.param({"paymentTerms": None}, False, id="left-out-with-null"),
        pytest.param({}, False, id="unknown"),
    ],
)
def test_a_member_that_no_record_holds_may_be_one_that_the_server_does_not_know(
    member: dict[str, Json], *, shown: bool
) -> None:
    acceptance, operation = Acceptance(API), API.operation("updateCustomer")
    assert operation is not None
    record: dict[str, Json] = {**dict.fromkeys(_TEXTS, ""), **member}
    for body, status in [*_REFUSED, ({"paymentTerms": "text"}, 200)]:
        request = Request(operation.method, re.sub(r"{\w+}", "x", operation.path), _JSON, json.dumps(body).encode())
        answer = Response(status, _JSON, json.dumps({"customer": record}).encode())
        acceptance.judge(Exchange(operation, request, answer))
    assert shown == bool([*acceptance.at_last()])


def test_a_number_that_is_taken_for_one_text_alone_is_told() -> None:
    seen: list[tuple[dict[str, Json], int]] = [({name: 5}, 400) for name in _TEXTS]
    assert ["updateCustomer.request.vatNumber.type-spelling"] == _told([*seen, ({"vatNumber": 5}, 200)])


def test_a_number_in_place_of_a_word_is_of_the_wrong_type_as_elsewhere() -> None:
    names = ("firstName", "lastName", "company", "description", "mewsId", "zeltyId")
    seen: list[tuple[dict[str, Json], int]] = [({name: {}}, 400) for name in names]
    told = _told(
        [*seen, ({"language": "no-word"}, 201), ({"language": 5}, 201)], catalogued("fullwhere"), "importCustomer"
    )
    assert ["importCustomer.request.language.anyOf"] == told


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param([*_REFUSED, ({"defaultStoreUid": "#"}, 200)], id="nothing-else-is-refused-for-its-pattern"),
        pytest.param([*_REFUSED, ({"paymentTerms": "text"}, 200), ({"vatNumber": {}}, 200)], id="another-is-taken-too"),
        pytest.param([*_REFUSED[:4], ({"paymentTerms": "text"}, 200)], id="too-few-are-refused"),
        pytest.param([*_REFUSED, ({"paymentTerms": "5"}, 200)], id="a-number-written-as-a-text"),
        pytest.param([*_REFUSED, ({"ehfEnabled": "text"}, 200)], id="any-text-for-a-yes"),
        pytest.param([*_REFUSED, ({"ehfEnabled": {}}, 200)], id="anything-for-a-yes"),
        pytest.param([*_REFUSED, ({"vatNumber": 5}, 200)], id="no-number-was-refused-for-a-text"),
        pytest.param([*_REFUSED, ({"paymentTerms": None}, 200)], id="null-for-nothing"),
        pytest.param([*_REFUSED, ({"customerType": "NOBODY"}, 200)], id="the-words-are-assumed"),
        pytest.param([*_REFUSED, ({"paymentTerms": "text", "city": 5}, 200)], id="wrong-in-two-places"),
    ],
)
def test_a_server_that_reads_freely_is_not_accused(seen: Sequence[tuple[dict[str, Json], int]]) -> None:
    assert [] == _told(seen)


def test_a_run_tells_it_when_all_was_sent() -> None:
    def taking_any_terms(server: Twisted, request: Request) -> Response:
        body = request.json()
        if request.method == "PUT" and isinstance(body, dict) and isinstance(body.get("paymentTerms"), str):
            return server.healthy(sending(request, {**body, "paymentTerms": 0}))
        return server.healthy(request)

    server = Twisted(mock_target(API).connect().send, taking_any_terms)
    target = replace(function_target(API, server, Access(dummies(API))), disposable=True)
    verdict = check(API, target, parts=("made-up",))
    assert "updateCustomer.request.paymentTerms.type" in [finding.fact.id for finding in verdict.broken]
