"""A record of several kinds is made as one of them, whoever says which member tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from mock_apis import written_api
from shop_server import Shop, document
from truespec.checking.credentials import Credentials
from truespec.checking.records import RecordMaker
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize(
    ("fault", "facts"),
    [
        ("", set()),
        ("lost", {"make.consistent.there", "list.consistent.new"}),
        ("forgets", {"make.consistent.kept"}),
        ("keeps", {"patch.consistent.empties"}),
    ],
)
def test_what_is_made_of_several_kinds_is_held_to_what_it_is(
    tmp_path: Path, fault: str, facts: set[str], *, named: bool
) -> None:
    api = written_api(tmp_path / "shop.json", document(named=named), None)
    found = check(api, function_target(api, Shop(fault), Access(Credentials({}))), parts=("rules",))
    assert {finding.fact.id for finding in found.broken} == facts


@pytest.mark.parametrize("named", [False, True])
def test_the_first_kind_has_its_word_and_is_of_age(tmp_path: Path, *, named: bool) -> None:
    api = written_api(tmp_path / "shop.json", document(named=named), None)
    made = RecordMaker(api, "test", 0).make(api.schema("NewCustomer").schema, ["birthDate"])
    assert isinstance(made, dict)
    assert made["kind"] == "person"
    assert str(made["birthDate"]) < "2000"
