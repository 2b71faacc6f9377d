"""Order, relevance, search, and pages in three styles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_apis import Caller, fullwhere
from mock_lists import Lister, collins, flowretail, small_api
from truespec.mock.service import Service

PAGES = {
    "style": "page",
    "page": "query.page",
    "limit": "query.size",
    "items": "body.things",
    "states": "Things come in pages.",
}


def things(folder: Path, rules: dict[str, Any], parameters: dict[str, Any], **options: Any) -> Lister:
    """Return a lister of five things, numbered."""
    lister = Lister(Service(small_api(folder, rules, parameters, **options)), "/things", [], "id", table="thing")
    lister.keep(*({"id": number, "name": None} for number in range(1, 6)))
    return lister


def envelope(count: dict[str, Any]) -> dict[str, Any]:
    members = {"things": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}, "pages": count}
    schema = {"type": "object", "required": list(members), "properties": members}
    return {
        "200": {"description": "x", "content": {"application/json": {"schema": schema}}},
        "410": {"description": ""},
    }


# Order


def test_names_order_one_after_the_other_and_nulls_come_last_in_both_directions() -> None:
    lister = collins()
    lister.keep(
        {"id": "1", "last_name": "B", "first_name": "X"},
        {"id": "2", "last_name": "A", "first_name": "X"},
        {"id": "3", "last_name": "B", "first_name": "Y"},
        {"id": "4", "first_name": "X"},
    )
    assert ["2", "1", "3", "4"] == lister.names(sort="last_name,first_name")
    assert ["3", "1", "2", "4"] == lister.names(sort="-last_name,-first_name")


def test_names_nobody_knows_change_nothing_and_neither_does_a_direction_alone() -> None:
    lister = flowretail()
    lister.keep(*({"customerUid": name, "createdAt": at} for name, at in (("a", "3"), ("b", "1"), ("c", "2"))))
    assert ["b", "c", "a"] == lister.names(sortBy="shoeSize")
    assert ["b", "c", "a"] == lister.names(sortBy="", sortDirection="DESC")


def test_a_word_for_the_direction_turns_the_order_round() -> None:
    lister = flowretail()
    lister.keep(
        *({"customerUid": name, "city": city} for name, city in (("a", "Oslo"), ("b", "Bergen"), ("c", "Moss")))
    )
    assert ["b", "c", "a"] == lister.names(sortBy="city")
    assert ["b", "c", "a"] == lister.names(sortBy="city", sortDirection="ASC")
    assert ["a", "c", "b"] == lister.names(sortBy="city", sortDirection="DESC")


def test_a_member_of_a_member_can_be_named() -> None:
    lister = collins()
    lister.keep(*({"id": name, "company_address": {"city": city}} for name, city in (("1", "York"), ("2", "Bath"))))
    assert ["2", "1"] == lister.names(sort="company_address.city")


def test_what_fits_the_text_best_comes_first_unless_an_order_is_asked_for() -> None:
    lister = collins()
    names = ("Roxanne", "Ann", "Mary Ann", "Anna")
    lister.keep(
        *(
            {"id": str(number), "first_name": name, "created_date": f"2024-01-0{number} 00:00:00"}
            for number, name in enumerate(names, start=1)
        )
    )
    assert ["2", "4", "3", "1"] == lister.names(query="ann")
    assert ["1", "2", "3", "4"] == lister.names(query="ann", sort="created_date")


# Search


PEOPLE = (
    {"customerUid": "ingrid", "firstname": "Ingrid", "lastname": "Solheim", "city": "Bergen", "mobile": "+4700000417"},
    {"customerUid": "nils", "firstname": "Nils", "lastname": "Solheim", "city": "Oslo", "email": "nils@example.com"},
    {
        "customerUid": "shop",
        "companyName": "Solheim AS",
        "email": "417@example.com",
        "contacts": [
            {"firstname": "Nils", "lastname": "Aas", "email": "aas@example.com"},
            {"firstname": "Kari", "lastname": "Berg", "email": "kari@example.com"},
        ],
    },
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["ingrid", "nils", "shop"]),
        ({"query": "solheim"}, ["ingrid", "nils", "shop"]),
        ({"query": "solheim bergen"}, ["ingrid"]),
        ({"query": "417"}, ["ingrid", "shop"]),
        ({"query": "solheim", "mobile": "0417"}, ["ingrid"]),
        ({"query": "example.com"}, ["nils", "shop"]),
        ({"query": "example.com", "email": "nils"}, []),
        ({"email": "nils"}, ["nils"]),
        ({"query": "Solheim", "exactMatch": True}, ["ingrid", "nils"]),
        ({"query": "Solheim AS", "exactMatch": True}, ["shop"]),
        ({"query": "solheim as", "exactMatch": True}, []),
        ({"mobile": "0417", "exactMatch": True}, []),
        ({"mobile": "+4700000417", "exactMatch": True}, ["ingrid"]),
        ({"query": "nils", "scope": "CUSTOMER"}, ["nils"]),
        ({"query": "nils", "scope": "CONTACT"}, ["shop"]),
        ({"query": "nils", "email": "aas@", "scope": "CONTACT"}, ["shop"]),
        ({"query": "nils", "email": "kari@", "scope": "CONTACT"}, []),
        ({"query": "shoe"}, []),
    ],
)
def test_a_search_finds_the_customers_that_fit(body: dict[str, Any], expected: list[str]) -> None:
    lister = flowretail("/search")
    lister.keep(*PEOPLE)
    assert expected == lister.names(body)


def test_a_search_comes_in_pages_that_count_what_was_found() -> None:
    lister = flowretail("/search")
    lister.keep(*PEOPLE)
    response = lister.send("POST", lister.path, "pageSize=2&pageNumber=2", {"query": "solheim"})
    page = json.loads(response.body)
    assert ["shop"] == [record["customerUid"] for record in page["items"]]
    assert {"totalCount": 3, "pageSize": 2, "pageNumber": 2} == page["paging"]


def test_a_search_outside_answers_in_pages_that_count_themselves() -> None:
    lister = flowretail()
    response = lister.send("POST", f"{lister.path}/search/external", "pageNumber=2&pageSize=1", {"query": "x"})
    assert {"items": [], "paging": {"totalCount": 1, "pageSize": 1, "pageNumber": 2}} == json.loads(response.body)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["query", "x"]), inner, max_size=2),
    max_leaves=4,
)
MEMBERS = ("query", "mobile", "email", "vatNumber", "exactMatch", "scope")
UNCHECKED = flowretail("/search", faults=["invalid-accepted"])


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(MEMBERS), ANYTHING),
    st.lists(st.dictionaries(st.sampled_from(["firstname", "email", "createdAt", "contacts"]), ANYTHING), max_size=3),
    st.sampled_from(["firstname", "createdAt", "contacts", "contacts.x", ".", "%ED%A0%80"]),
)
def test_a_mock_that_checks_nothing_still_searches_and_sorts_anything(
    body: dict[str, Any], records: list[dict[str, Any]], name: str
) -> None:
    UNCHECKED.keep(*({**record, "customerUid": str(number)} for number, record in enumerate(records)))
    query = f"sortBy={name}&sortDirection=DESC&pageNumber=x&pageSize=-1"
    answer = json.loads(UNCHECKED.send("POST", UNCHECKED.path, query, body).body)
    assert answer["paging"]["totalCount"] <= len(records)


# Pages


def counted(caller: Caller, query: str) -> tuple[list[str], list[str | None]]:
    response = caller.send("GET", "/customers", query)
    names = ("Page", "Per-Page", "Total-Pages", "Total-Results")
    listed = [record["id"] for record in json.loads(response.body)["customers"]]
    return listed, [response.header(f"X-Pagination-{name}") for name in names]


def test_pages_in_the_query_are_counted_in_headers() -> None:
    lister = collins()
    lister.keep(*({"id": str(number), "labels": ["odd"] if number % 2 else []} for number in range(7)))
    assert (["0", "1", "2"], ["1", "3", "3", "7"]) == counted(lister, "limit=3")
    assert (["6"], ["3", "3", "3", "7"]) == counted(lister, "limit=3&page=3")
    assert ([], ["4", "3", "3", "7"]) == counted(lister, "limit=3&page=4")
    assert (["5"], ["2", "2", "2", "3"]) == counted(lister, "limit=2&page=2&labels=odd")
    assert ([], ["1", "30", "0", "0"]) == counted(lister, "labels=none")


def test_a_page_that_is_no_number_is_the_first() -> None:
    lister = collins()
    lister.keep({"id": "0"}, {"id": "1"})
    assert [["0"], ["0"], ["1"]] == [lister.names(limit=1, page=page) for page in ("two", "0", "2")]


def test_pages_in_the_body_are_counted_in_the_body() -> None:
    caller = Caller(Service(fullwhere()))
    for number in range(5):
        caller.imported(firstName=str(number), email=f"{number}@example.com")
    page = caller.listed(page=2, limit=3)
    assert ["3", "4"] == [item["firstName"] for item in page["items"]]
    assert {"itemCount": 2, "totalItems": 5, "itemsPerPage": 3, "totalPages": 2, "currentPage": 2} == page["meta"]


def test_a_count_that_is_declared_as_text_is_a_text(tmp_path: Path) -> None:
    paging = {**PAGES, "totals": {"pages": "body.pages"}}
    numbers = {"page": {"type": "integer"}, "size": {"type": "integer"}}
    lister = things(tmp_path, {"paging": paging}, numbers, responses=envelope({"type": "string"}))
    assert "3" == json.loads(lister.send("GET", "/things", "size=2").body)["pages"]


def test_a_page_has_no_more_than_the_spec_allows_where_nobody_says_how_many(tmp_path: Path) -> None:
    paging = {**PAGES, "items": "body"}
    lister = things(tmp_path, {"paging": paging}, {"page": {}, "size": {"type": "integer", "maximum": 3}})
    assert [1, 2, 3] == lister.names()


def test_a_page_beyond_the_last_is_missing_where_that_is_stated(tmp_path: Path) -> None:
    missing = {"status": 410, "states": "Gone."}
    numbers = {"page": {"type": "integer"}, "size": {"type": "integer"}}
    rules = {"paging": {**PAGES, "beyond": "missing"}, "missing": missing}
    lister = things(tmp_path, rules, numbers, responses=envelope({"type": "integer"}))
    statuses = [lister.send("GET", "/things", f"size=5&page={page}").status for page in (1, 2)]
    assert [200, 410] == statuses


def test_pages_can_be_counted_from_zero(tmp_path: Path) -> None:
    paging = {**PAGES, "items": "body", "first": 0}
    lister = things(tmp_path, {"paging": paging}, {"page": {"type": "integer"}, "size": {"type": "integer"}})
    assert [[1, 2], [3, 4], [5]] == [lister.names(size=2, page=page) for page in (0, 1, 2)]
