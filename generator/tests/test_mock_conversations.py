"""Whole conversations with the mock of the catalogue's first API: what was written is there the next time."""

from __future__ import annotations

import itertools
import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from mock_apis import Caller, fullwhere
from truespec.mock.service import Service
from truespec.mock.validators import Validators

ADA = {"email": "ada@example.com", "phoneNumber": "+33199001234"}


@pytest.fixture
def caller() -> Caller:
    return Caller(Service(fullwhere()))


def test_an_imported_customer_can_be_read_by_its_id(caller: Caller) -> None:
    made = caller.imported(**ADA, firstName="Ada")
    read = caller.customer(made["id"])
    assert (200, made) == (read.status, json.loads(read.body))
    assert ("Ada", None) == (made["firstName"], made["lastName"])


def test_an_import_answers_201_and_a_list_too(caller: Caller) -> None:
    assert 201 == caller.send("POST", "/partners/customer", body=ADA).status
    assert 201 == caller.send("POST", "/partners/customer/list", body={}).status


def test_an_unknown_id_is_not_found(caller: Caller) -> None:
    caller.imported(**ADA)
    assert 404 == caller.customer("7f0c5a3e-0000-4000-8000-000000000000").status


def test_the_same_pair_makes_no_second_customer(caller: Caller) -> None:
    first, second = caller.imported(**ADA), caller.imported(**ADA)
    assert first["id"] == second["id"]
    assert 1 == caller.listed()["meta"]["totalItems"]


@pytest.mark.parametrize(
    "other",
    [
        {"email": ADA["email"]},
        {"phoneNumber": ADA["phoneNumber"]},
        {**ADA, "email": "Ada@example.com"},
        {**ADA, "phoneNumber": None},
        {},
    ],
)
def test_half_a_pair_or_another_spelling_is_another_customer(caller: Caller, other: dict[str, object]) -> None:
    assert caller.imported(**ADA)["id"] != caller.imported(**other)["id"]


def test_customers_without_a_whole_pair_are_never_taken_for_the_same(caller: Caller) -> None:
    assert caller.imported(email=ADA["email"])["id"] != caller.imported(email=ADA["email"])["id"]


def test_a_second_import_fills_nulls_and_leaves_the_rest_alone(caller: Caller) -> None:
    caller.imported(**ADA, firstName="Ada", smsOptin=False)
    after = caller.imported(**ADA, firstName="Eve", lastName="Morel", smsOptin=True, company=None)
    expected = {"firstName": "Ada", "lastName": "Morel", "smsOptin": False, "company": None}
    assert expected == {name: after[name] for name in expected}


def test_imported_metadata_is_kept_under_the_import_block_and_counts_as_set(caller: Caller) -> None:
    assert {} == caller.imported(**ADA)["metadata"]
    assert {"import": {"a": "1"}} == caller.imported(**ADA, metadata={"a": "1"})["metadata"]
    assert {"import": {"a": "1"}} == caller.imported(**ADA, metadata={"a": "2", "b": "3"})["metadata"]


def test_a_member_the_record_does_not_declare_is_not_answered(caller: Caller) -> None:
    assert "chr365Id" not in caller.imported(**ADA, chr365Id="7")


def test_only_a_change_moves_the_time_of_the_last_change() -> None:
    moments = (datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(milliseconds=1500 * n) for n in itertools.count())
    caller = Caller(Service(fullwhere(), clock=lambda: next(moments)))
    made = caller.imported(**ADA)
    assert ("2025-01-01T12:00:00.000Z", "2025-01-01T12:00:00.000Z") == (made["createdAt"], made["updatedAt"])
    assert made == caller.imported(**ADA)
    changed = caller.imported(**ADA, firstName="Ada")
    assert (made["createdAt"], "2025-01-01T12:00:01.500Z") == (changed["createdAt"], changed["updatedAt"])


def test_pages_follow_one_another_and_count_right(caller: Caller) -> None:
    ids = [caller.imported(email=f"{n}@example.com")["id"] for n in range(7)]
    pages = [caller.listed(limit=3, page=page) for page in (1, 2, 3, 4)]
    assert [ids[:3], ids[3:6], ids[6:], []] == [[item["id"] for item in page["items"]] for page in pages]
    meta = {"itemCount": 3, "totalItems": 7, "itemsPerPage": 3, "totalPages": 3, "currentPage": 2}
    assert meta == pages[1]["meta"]
    assert {**meta, "itemCount": 0, "currentPage": 4} == pages[3]["meta"]


def test_a_list_without_a_body_takes_the_documented_defaults(caller: Caller) -> None:
    for number in range(12):
        caller.imported(email=f"{number}@example.com")
    response = caller.send("POST", "/partners/customer/list")
    page = json.loads(response.body)
    assert (201, 10, 1) == (response.status, page["meta"]["itemsPerPage"], page["meta"]["currentPage"])
    assert 10 == len(page["items"])


def test_an_empty_list_has_no_pages(caller: Caller) -> None:
    expected = {"itemCount": 0, "totalItems": 0, "itemsPerPage": 10, "totalPages": 0, "currentPage": 1}
    assert {"items": [], "meta": expected} == caller.listed()


def test_a_fraction_of_a_limit_is_cut_off(caller: Caller) -> None:
    for number in range(3):
        caller.imported(email=f"{number}@example.com")
    assert 1 == len(caller.listed(limit=1.9, page=1.5)["items"])


def test_a_batch_imports_each_by_the_rules_for_one(caller: Caller) -> None:
    caller.imported(**ADA)
    answer = caller.post(
        "/partners/customer/batch", {"batch": [{**ADA, "lastName": "Morel"}, {"email": "b@x.fr"}, ADA]}
    )
    assert ["Morel", None, "Morel"] == [item["lastName"] for item in answer]
    assert 2 == caller.listed()["meta"]["totalItems"]


def test_a_batch_with_one_bad_element_imports_nothing(caller: Caller) -> None:
    response = caller.send("POST", "/partners/customer/batch", body={"batch": [ADA, {"email": "not an address"}]})
    assert (400, 0) == (response.status, caller.listed()["meta"]["totalItems"])


def test_two_services_with_one_seed_and_clock_answer_alike() -> None:
    noon = datetime(2025, 1, 1, 12, tzinfo=UTC)
    first, second, other = (Caller(Service(fullwhere(), seed=seed, clock=lambda: noon)) for seed in (1, 1, 2))
    assert first.imported(**ADA) == second.imported(**ADA)
    assert first.imported()["id"] != other.imported()["id"]


def test_a_snapshot_brings_back_what_was(caller: Caller) -> None:
    made = caller.imported(**ADA)
    before = caller.service.store.snapshot()
    caller.imported(email="other@example.com")
    caller.imported(**ADA, firstName="Ada")
    caller.service.store.restore(before)
    assert [made] == caller.listed()["items"]
    assert made["id"] == caller.imported(**ADA)["id"]


def test_many_threads_make_one_customer_of_one_pair(caller: Caller) -> None:
    def work() -> None:
        for number in range(40):
            caller.imported(email=f"{number}@example.com", phoneNumber="1")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 40 == caller.listed()["meta"]["totalItems"]


def test_every_answer_satisfies_the_schema_of_the_contract(caller: Caller) -> None:
    made = caller.imported(**ADA, metadata={"a": "b"}, language="fr")
    caller.post("/partners/customer/batch", {"batch": [ADA, {}]})
    validators = Validators(fullwhere(), "response")
    for id_, status, value in (
        ("importCustomer", 201, made),
        ("getCustomer", 200, json.loads(caller.customer(made["id"]).body)),
        ("listCustomers", 201, caller.listed()),
    ):
        operation = fullwhere().operation(id_)
        answer = operation.answer(status) if operation else None
        assert answer is not None
        schema = answer.content[0].schema
        assert schema is not None
        assert () == validators.problems(schema, value, "body")
