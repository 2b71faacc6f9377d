"""Every filter of Collins, alone and combined, and the same filters against a plain predicate on random records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cmp_to_key
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mock_lists import collins

ADA: dict[str, Any] = {
    "id": "ada",
    "email": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Morel",
    "phone": "+33199001234",
    "dob": "1984-11-30",
    "labels": ["VIP", "Press"],
    "associated_venues": ["north"],
    "created_date": "2024-05-16 23:59:59",
    "last_updated": "2024-06-01 08:00:00",
    "bookings": [{"id": "1", "date": "2024-05-01 20:00:00"}, {"id": "2", "date": "2024-05-31 20:00:00"}],
    "marketing_preferences": [{"id": "news", "opted_in": True, "opt_in_date": "2024-05-17 18:30:00"}],
}
BOB: dict[str, Any] = {
    "id": "bob",
    "email": "bob@example.com",
    "first_name": "Bob",
    "last_name": "Adams",
    "company": "Atelier Morel",
    "dob": "1990-01-02",
    "labels": ["Wine"],
    "associated_venues": ["north", "south"],
    "created_date": "2024-05-17 00:00:00",
    "last_updated": "2024-05-31 23:00:00",
    "bookings": [{"id": "3", "date": "2024-05-15 12:00:00"}],
    "marketing_preferences": [
        {"id": "news", "opted_in": False, "opt_in_date": "2024-05-17 09:00:00", "opt_out_date": "2024-05-20 09:00:00"},
        {"id": "offers", "opted_in": True, "opt_in_date": "2024-04-01 09:00:00"},
    ],
}
EVE: dict[str, Any] = {"id": "eve", "email": "eve@example.com", "created_date": None, "labels": [], "bookings": []}

CASES: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["ada", "bob", "eve"]),
    ({"associated_venues": "south"}, ["bob"]),
    ({"associated_venues": "north,south"}, ["ada", "bob"]),
    ({"associated_venues": "nowhere"}, []),
    ({"booking_date": "2024-05-31"}, ["ada"]),
    ({"booking_date_from": "2024-05-15"}, ["ada", "bob"]),
    ({"booking_date_to": "2024-05-14"}, ["ada"]),
    ({"booking_date_from": "2024-05-10", "booking_date_to": "2024-05-20"}, ["bob"]),
    ({"created_date": "2024-05-16"}, ["ada"]),
    ({"created_date_from": "2024-05-17"}, ["bob"]),
    ({"created_date_to": "2024-05-16"}, ["ada"]),
    ({"created_date_from": "2024-05-16", "created_date_to": "2024-05-17"}, ["ada", "bob"]),
    ({"dob_month": "11"}, ["ada"]),
    ({"dob_month": "1,11"}, ["ada", "bob"]),
    ({"dob_month": "2"}, []),
    ({"email": "bob@example.com"}, ["bob"]),
    ({"email": "eve@example.com,ada@example.com"}, ["ada", "eve"]),
    ({"full_name": "Ada Morel"}, ["ada"]),
    ({"full_name": "Ada"}, []),
    ({"labels": "VIP"}, ["ada"]),
    ({"labels": "Wine,Press"}, ["ada", "bob"]),
    ({"labels": ""}, ["ada", "bob", "eve"]),
    ({"last_updated": "2024-05-31"}, ["bob"]),
    ({"last_updated_from": "2024-06-01"}, ["ada"]),
    ({"last_updated_to": "2024-05-31"}, ["bob"]),
    ({"opted_in": "news"}, ["ada"]),
    ({"opted_in": "news,offers"}, ["ada", "bob"]),
    ({"opted_in": "news", "opted_in_date": "2024-05-17"}, ["ada"]),
    ({"opted_in": "offers", "opted_in_date": "2024-05-17"}, []),
    ({"opted_in": "news,offers", "opted_in_date_from": "2024-05-01"}, ["ada"]),
    ({"opted_in": "news,offers", "opted_in_date_to": "2024-05-01"}, ["bob"]),
    ({"opted_out": "news"}, ["bob"]),
    ({"opted_out": "offers"}, []),
    ({"opted_out": "news", "opted_out_date": "2024-05-20"}, ["bob"]),
    ({"opted_out": "news", "opted_out_date_from": "2024-05-21"}, []),
    ({"opted_out": "news", "opted_out_date_to": "2024-05-19"}, []),
    ({"query": "MOREL"}, ["ada", "bob"]),
    ({"query": "99001"}, ["ada"]),
    ({"query": "eve@"}, ["eve"]),
    ({"labels": "VIP,Wine", "associated_venues": "south"}, ["bob"]),
    ({"query": "ada", "dob_month": "1"}, ["bob"]),
    ({"email": "ada@example.com", "opted_out": "news"}, []),
]


@pytest.mark.parametrize(("query", "expected"), CASES, ids=["&".join(query) or "none" for query, _ in CASES])
def test_a_filter_chooses_the_customers_that_fit(query: dict[str, str], expected: list[str]) -> None:
    lister = collins()
    lister.keep(ADA, BOB, EVE)
    assert expected == sorted(lister.names(**query))


def test_every_filter_of_collins_has_a_case() -> None:
    behaviour = collins().service.api.behaviour
    assert behaviour is not None
    action = behaviour.action("GetAllCustomers")
    assert action is not None
    assert {rule.place.path[0] for rule in action.filters} == {name for query, _ in CASES for name in query}


@pytest.mark.parametrize("date", ["opted_in_date", "opted_in_date_from", "opted_out_date", "opted_out_date_to"])
def test_a_day_of_consent_alone_is_refused_and_the_place_is_told(date: str) -> None:
    told = list[str]()
    lister = collins(log=lambda served: told.append(str(served)))
    consent = "opted_in" if "in_" in date else "opted_out"
    response = lister.send("GET", "/customers", f"{date}=2024-05-17&{consent}=")
    assert (422, b"") == (response.status, response.body)
    assert f"query.{date} is sent without query.{consent} (" in told[0]
    assert "behaviour.yaml" in told[0]


DAYS = st.sampled_from(["2024-01-31", "2024-02-01", "2024-02-02", "2024-12-31"])
TIMES = st.builds(lambda day, time: f"{day} {time}", DAYS, st.sampled_from(["00:00:00", "12:30:00", "23:59:59"]))
WORDS = st.sampled_from(["a", "b", "ab", "B A"])
MAILS = st.sampled_from(["a@x.org", "ab@x.org", "b@x.org"])
PREFERENCES = st.fixed_dictionaries(
    {"id": WORDS}, optional={"opted_in": st.booleans(), "opt_in_date": TIMES, "opt_out_date": TIMES}
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "first_name": WORDS,
            "last_name": WORDS,
            "email": MAILS,
            "company": WORDS,
            "phone": WORDS,
            "dob": DAYS,
            "labels": st.lists(WORDS, max_size=2),
            "associated_venues": st.lists(WORDS, max_size=2),
            "created_date": st.none() | TIMES,
            "last_updated": TIMES,
            "bookings": st.lists(st.fixed_dictionaries({"date": TIMES}), max_size=2),
            "marketing_preferences": st.lists(PREFERENCES, max_size=2),
        },
    ),
    max_size=8,
)


def several(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=1, max_size=2)


def span(name: str) -> dict[str, st.SearchStrategy[Any]]:
    return {name: DAYS, f"{name}_from": DAYS, f"{name}_to": DAYS}


def consent(name: str) -> st.SearchStrategy[dict[str, Any]]:
    named = st.fixed_dictionaries({name: several(WORDS)}, optional=span(f"{name}_date"))
    return st.just(dict[str, Any]()) | named


QUERIES = st.builds(
    lambda one, two, three: {**one, **two, **three},
    st.fixed_dictionaries(
        {},
        optional={
            **span("booking_date"),
            **span("created_date"),
            **span("last_updated"),
            "associated_venues": several(WORDS),
            "labels": several(WORDS),
            "dob_month": several(st.sampled_from([1, 2, 12])),
            "email": several(MAILS),
            "full_name": WORDS,
            "query": WORDS,
        },
    ),
    consent("opted_in"),
    consent("opted_out"),
)


def on_days(query: Mapping[str, Any], name: str, time: str | None) -> bool:
    """Say in the plainest way whether a time fits a day and both ends of a span, where they are asked for."""
    wanted = [query.get(name), query.get(f"{name}_from"), query.get(f"{name}_to")]
    if wanted == [None, None, None]:
        return True
    if time is None:
        return False
    day = time[:10]
    exact, first, last = wanted
    return (exact is None or day == exact) and (first is None or day >= first) and (last is None or day <= last)


def consents_fit(query: Mapping[str, Any], name: str, member: str, record: Mapping[str, Any], *, yes: bool) -> bool:
    if name not in query:
        return True
    for preference in record.get("marketing_preferences", []):
        asked_for = preference["id"] in query[name] and preference.get("opted_in") is yes
        if asked_for and on_days(query, f"{name}_date", preference.get(member)):
            return True
    return False


def bookings_fit(query: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    if not any(name.startswith("booking_date") for name in query):
        return True
    return any(on_days(query, "booking_date", booking["date"]) for booking in record.get("bookings", []))


def texts_fit(query: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    names = [record[name] for name in ("first_name", "last_name") if name in record]
    if "full_name" in query and query["full_name"] != " ".join(names):
        return False
    searched = ("first_name", "last_name", "email", "company", "phone")
    return "query" not in query or any(query["query"].lower() in record.get(name, "\n").lower() for name in searched)


def fits(query: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Say whether a customer is asked for, written down without a look at the rules."""
    months = query.get("dob_month")
    return (
        all(set(query[name]) & set(record.get(name, [])) for name in ("labels", "associated_venues") if name in query)
        and ("email" not in query or record.get("email") in query["email"])
        and (months is None or ("dob" in record and int(record["dob"][5:7]) in months))
        and on_days(query, "created_date", record.get("created_date"))
        and on_days(query, "last_updated", record.get("last_updated"))
        and texts_fit(query, record)
        and bookings_fit(query, record)
        and consents_fit(query, "opted_in", "opt_in_date", record, yes=True)
        and consents_fit(query, "opted_out", "opt_out_date", record, yes=False)
    )


def sent_as(query: Mapping[str, Any]) -> dict[str, str]:
    return {name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in query.items()}


LISTER = collins()


@settings(max_examples=300, deadline=None)
@given(RECORDS, QUERIES)
def test_all_filters_together_choose_what_a_plain_predicate_chooses(
    records: list[dict[str, Any]], query: dict[str, Any]
) -> None:
    named = [{**record, "id": str(number)} for number, record in enumerate(records)]
    LISTER.keep(*named)
    expected = [record["id"] for record in named if fits(query, record)]
    assert expected == sorted(LISTER.names(**sent_as(query)), key=int)


@settings(max_examples=150, deadline=None)
@given(
    RECORDS,
    st.lists(st.sampled_from(["first_name", "created_date", "-email", "-phone", "dob", "-", "nobody"]), max_size=3),
)
def test_the_order_asked_for_is_that_of_a_plain_comparison(records: list[dict[str, Any]], sort: list[str]) -> None:
    named = [{**record, "id": str(number)} for number, record in enumerate(records)]
    LISTER.keep(*named)
    known = [name for name in sort if name not in {"-", "nobody"}]

    def compare(one: dict[str, Any], other: dict[str, Any]) -> int:
        for name in (*known, "created_date"):
            mine, theirs = one.get(name.lstrip("-")), other.get(name.lstrip("-"))
            if mine != theirs:
                if mine is None or theirs is None:
                    return 1 if mine is None else -1
                return (1 if mine > theirs else -1) * (-1 if name.startswith("-") else 1)
        return 0

    key: Callable[[dict[str, Any]], Any] = cmp_to_key(compare)
    assert [record["id"] for record in sorted(named, key=key)] == LISTER.names(sort=",".join(sort))
