"""What a shop takes and shows beside its customers: lists of them, one of them for a member, and what they ordered."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mock_apis import written_api
from shop_server import Shop, document
from truespec.checking.credentials import Credentials
from truespec.checking.events import Event, Found
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records import needing
from truespec.checking.run import check
from truespec.checking.session import Session
from truespec.checking.targets import Access, function_target


@pytest.mark.parametrize(
    ("fault", "facts", "differs"),
    [
        ("from one", {"import.consistent.numbered.index"}, set()),
        ("last lost", {"import.consistent.made", "import.consistent.apart"}, set()),
        ("stops", {"import.consistent.apart"}, set()),
        ("finds any", {"find.consistent.finds.mail"}, set()),
        ("orders in numbers", {"orders.200.body.[].day.type"}, set()),
        ("orders of all days", {"orders.consistent.range.from"}, set()),
        ("drops addresses", set(), {"make.keeps.addresses", "put.keeps.addresses"}),
    ],
)
def test_what_is_beside_the_records_is_held_to_what_it_tells(
    tmp_path: Path, fault: str, facts: set[str], differs: set[str]
) -> None:
    api = written_api(tmp_path / "shop.json", document(), None)
    found = check(api, function_target(api, Shop(fault), Access(Credentials({}))), parts=("rules",))
    assert {finding.fact.id for finding in found.broken} == facts
    assert {finding.fact.id for finding in found.differs} == differs


def test_a_list_that_is_the_body_has_a_limit(tmp_path: Path) -> None:
    rules: dict[str, Any] = {
        "behaviour": 1,
        "resources": {"customer": {"schema": "Customer", "key": "id"}},
        "operations": {
            "make": {"action": "create", "resource": "customer", "answer": "body", "states": "It is kept."},
            "import": {
                "action": "batch",
                "each": "make",
                "items": "body",
                "answer": "body",
                "states": "All are kept.",
                "limits": {"body": {"most": 2, "status": 422, "states": "No more than two at once."}},
            },
        },
    }
    api, found = written_api(tmp_path / "shop.json", document(), rules), list[str]()

    def hear(event: Event) -> None:
        found.extend([event.finding.fact.id] if isinstance(event, Found) else [])

    target = replace(function_target(api, Shop(), Access(Credentials({}))), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, hear))
    needing.FAMILY.check(World(session, RecordMaker(api, "test", 0), random.Random(0), 1))
    assert len(found) == 1
    assert found[0].endswith(".most")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"kind": "person", "lastName": ""}, ("lastName", "minLength")),
        ({"kind": "person"}, ("lastName", "required")),
        ({"kind": "company", "companyName": "x", "vatCode": "1"}, ("vatCode", "pattern")),
        ({"kind": "person", "lastName": "x", "companyName": "x"}, ("", "unevaluatedProperties")),
        ({"kind": "neither", "lastName": "x"}, ("", "oneOf")),
    ],
)
def test_what_is_wrong_is_told_of_the_kind_that_was_meant(
    tmp_path: Path, body: dict[str, str], told: tuple[str, str]
) -> None:
    api = written_api(tmp_path / "shop.json", document(), None)
    assert RecordMaker(api, "test", 0).broken(api.schema("NewCustomer").schema, dict(body)) == told
