"""A mock that does not follow one stated rule: it answers, and otherwise than one that does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from mock_apis import Caller
from mock_lists import TOKEN, Lister, catalogue, collins, flowretail
from truespec.mock.omission import omissible, without_rules
from truespec.mock.service import Service

NAMES = ("collins", "flowretail", "fullwhere", "resdiary")


def _collins(**query: str) -> Callable[[Lister], object]:
    def look(lister: Lister) -> object:
        lister.keep(
            {"id": "1", "labels": ["VIP"], "created_date": "2024-01-02 00:00:00", "first_name": "A"},
            {"id": "2", "labels": [], "created_date": "2024-01-01 00:00:00", "first_name": "B"},
        )
        return lister.names(**query)

    return look


def _status(query: str) -> Callable[[Lister], object]:
    return lambda lister: lister.send("GET", lister.path, query).status


def _found(**body: object) -> Callable[[Lister], object]:
    def look(lister: Lister) -> object:
        lister.service.store.restore(
            {name: {"x": {"customerUid": "x", "firstname": "Kari"}} for name in ("customer", lister.table)}
        )
        response = lister.send("POST", f"{lister.path}/search", body=body)
        return [record["customerUid"] for record in json.loads(response.body)["items"]]

    return look


def _seen_by_others(lister: Lister) -> object:
    lister.post("/tenants/north/customers", {"customerUid": "x"})
    return lister.send("GET", "/tenants/south/customers/x").status


CASES: list[tuple[str, Callable[..., Lister], Callable[[Lister], object], object, object]] = [
    ("GetAllCustomers.filters.query.labels", collins, _collins(labels="VIP"), ["1"], ["2", "1"]),
    ("GetAllCustomers.sort", collins, _collins(), ["2", "1"], ["1", "2"]),
    ("GetAllCustomers.order", collins, _collins(sort="first_name"), ["1", "2"], ["2", "1"]),
    ("GetAllCustomers.paging", collins, _collins(limit="1"), ["2"], ["2", "1"]),
    ("GetAllCustomers.needs.1", collins, _status("opted_in_date=2024-01-01"), 422, 200),
    ("rate_limit", lambda **options: collins(rate_limit=0, **options), _status(""), 429, 200),
    ("searchCustomers.search", flowretail, _found(query="nobody"), [], ["x"]),
    ("searchCustomers.search.scope", flowretail, _found(query="kari", scope="CONTACT"), [], ["x"]),
    ("customer.scope", flowretail, _seen_by_others, 404, 200),
]


@pytest.mark.parametrize(("rule", "lister", "look", "followed", "ignored"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_that_is_ignored_shows(
    rule: str, lister: Callable[..., Lister], look: Callable[[Lister], object], followed: object, ignored: object
) -> None:
    assert followed == look(lister())
    assert ignored == look(lister(faults=[f"rule-ignored:{rule}"]))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_out_is_gone_and_the_rest_is_as_it_was(name: str) -> None:
    api = catalogue(name)
    ids = omissible(api)
    for rule in ids:
        left = omissible(without_rules(api, frozenset({rule})))
        assert rule not in left
        assert {other for other in ids if not other.startswith(rule)} <= set(left)
    assert api == without_rules(api, frozenset())


@pytest.mark.parametrize("name", NAMES)
def test_a_mock_without_any_rule_still_answers_everything(name: str) -> None:
    api = catalogue(name)
    caller = Caller(Service(api, faults=[f"rule-ignored:{rule}" for rule in omissible(api)]), TOKEN)
    for operation in api.operations:
        body: Any = None
        if operation.body is not None:
            example = operation.body.content[0].examples
            body = example[0].value if example else {}
        path = operation.path.replace("{", "").replace("}", "")
        assert caller.send(operation.method.upper(), path, body=body).status < 500
