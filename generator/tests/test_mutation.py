"""Mutants are derived from any contract, and the checks tell each of them from a healthy mock."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mock_apis import ROOT, catalogued
from truespec.checking.run import check
from truespec.contract.behaviour import Rule
from truespec.contract.rule import Place
from truespec.contract.schema import ABSENT
from truespec.mock.exchange import Request
from truespec.mock.forgetting import forgettable_rules
from truespec.mutation.ground import Ground, earlier_records
from truespec.mutation.judging import Trial, healthy_target, judge
from truespec.mutation.mutant import KINDS, Mutant
from truespec.mutation.report import Table, as_json, text_lines
from truespec.mutation.rewriting import with_rule, with_schema
from truespec.mutation.table import equivalents, mutants
from truespec.mutation.wire import sent, with_sent

NAMES = ["fullwhere", "resdiary", "collins", "flowretail"]
KILLED = [
    ("fullwhere", "getCustomer/apiKey-empty", "getCustomer.needs.apiKey"),
    ("fullwhere", "importCustomer.dedupe/off-in-importCustomers", "importCustomer.dedupe.in-batch"),
    ("fullwhere", "importCustomer.dedupe.existing/replace", "importCustomer.dedupe.existing"),
    ("fullwhere", "getCustomer/answers-latest", "getCustomer"),
    ("fullwhere", "listCustomers.paging/last-record-lost", "listCustomers.paging."),
    ("fullwhere", "listCustomers.paging/overlap", "listCustomers.paging.no-repeat"),
    ("fullwhere", "getCustomer.200.body.id/null", "getCustomer.200.body.id"),
    ("resdiary", "updateCustomer/loses-Surname", "updateCustomer"),
    ("resdiary", "mergeCustomers.limits.body.CustomerIds/one-more", "mergeCustomers.limits.body.CustomerIds.most"),
    ("collins", "GetAllCustomers.filters.query.email/first-value-only", "GetAllCustomers.filters.query.email"),
    ("collins", "GetAllCustomers.filters.query.booking_date/or-later", "GetAllCustomers.filters.query.booking_date"),
    ("collins", "GetCustomer.missing/answers-401", "GetCustomer.missing"),
    ("collins", "DeleteCustomer/still-listed", "DeleteCustomer"),
    ("collins", "rate_limit/never-less", "rate_limit.counts"),
    ("flowretail", "customer.scope/updateCustomer-leaks", "customer.scope"),
    ("flowretail", "searchCustomers.search/body.email-after-text", "searchCustomers.search.body.email"),
]
DIFFERS = [
    ("fullwhere", "customer/type-other", "customer.sets.type"),
    ("collins", "GetAllCustomers.order/not-by-relevance", "GetAllCustomers.order.relevance"),
    ("flowretail", "searchCustomers.search/exact-ignored", "searchCustomers.search.exact"),
    ("flowretail", "listCustomers.paging/count-page_size-seen", "listCustomers.paging.totals.size"),
    ("fullwhere", "listCustomers.paging/count-page_size-seen", "listCustomers.paging.totals.size"),
]
NO_MUTANTS = [
    ("resdiary", "unsubscribeCustomers.request.body/any"),
    ("resdiary", "unsubscribeCustomers.request.body.MarketingCommunicationMode/any-type"),
    ("resdiary", "unsubscribeCustomers/204"),
    ("collins", "CreateCustomer.request.body.company_address.city/any-type"),
    ("flowretail", "updateCustomer.request.body.ehf.enabled/any-type"),
]
"""What no check can tell from a healthy server, or may not hold against one."""


def judged(name: str, mutant: str) -> Trial:
    api = catalogued(name)
    return judge(api, mutants(api)[mutant], "quick")


@pytest.mark.parametrize(("name", "mutant", "fact"), KILLED, ids=[f"{name}-{mutant}" for name, mutant, _ in KILLED])
def test_a_mutant_of_a_documented_rule_is_killed_by_what_it_breaks(name: str, mutant: str, fact: str) -> None:
    trial = judged(name, mutant)
    assert (trial.outcome, trial.fact[: len(fact)]) == ("killed", fact), trial
    assert 0 < trial.requests < 900


@pytest.mark.parametrize(("name", "mutant", "fact"), DIFFERS, ids=[f"{name}-{mutant}" for name, mutant, _ in DIFFERS])
def test_a_mutant_of_an_assumption_is_told_apart(name: str, mutant: str, fact: str) -> None:
    trial = judged(name, mutant)
    assert (trial.outcome, trial.fact[: len(fact)]) == ("differs", fact), trial
    assert trial.assumed


def test_a_breach_of_a_schema_that_is_only_likely_is_one_of_an_assumption() -> None:
    table = mutants(catalogued("flowretail"))
    assert table["updateCustomer.200.body.displayName/text-as-number"].assumed
    assert not table["getCustomer.200.body.displayName/text-as-number"].assumed


@pytest.mark.parametrize(("name", "left_out"), NO_MUTANTS)
def test_what_nobody_may_hold_against_a_server_is_left_out_with_a_reason(name: str, left_out: str) -> None:
    api = catalogued(name)
    assert left_out in {row.name for row in equivalents(api) if row.why}
    assert not any(mutant.startswith(f"{left_out}/") or mutant == left_out for mutant in mutants(api))


@pytest.mark.parametrize("name", NAMES)
def test_the_healthy_mock_on_the_same_ground_is_not_accused(name: str) -> None:
    api = catalogued(name)
    verdict = check(api, healthy_target(api, seed=7), "quick", seed=7)
    assert [] == [(finding.fact.id, finding.detail) for finding in (*verdict.broken, *verdict.differs)]


def test_a_mutant_that_changes_nothing_survives() -> None:
    api = catalogued("resdiary")
    same = Mutant(
        "same", "records", "nothing is wrong", "", "", None, lambda ground: ground.service(replace(ground.api))
    )
    assert judge(api, same, "quick").outcome == "survived"


def _ids(rule: object) -> set[str]:
    found = {rule.id} if isinstance(rule, Rule) else set[str]()
    for name in getattr(type(rule), "__dataclass_fields__", {}):
        value = getattr(rule, name)
        for inner in value if isinstance(value, tuple) else (value,):
            found |= _ids(inner) if isinstance(inner, Rule) else set()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_that_can_be_forgotten_has_a_mutant_and_every_mutant_a_name(name: str) -> None:
    api = catalogued(name)
    table = mutants(api)
    assert len(table) >= 30
    assert set(forgettable_rules(api)) <= {mutant.breaks for mutant in table.values()}
    assert all(mutant.does and mutant.kind in KINDS for mutant in table.values())
    assert list(table) == list(mutants(api))


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_the_behaviour_is_in_the_table_or_left_out_with_a_reason(name: str) -> None:
    api = catalogued(name)
    told = {mutant.breaks for mutant in mutants(api).values()}
    left_out = {row.name.rpartition("/")[0] for row in equivalents(api)} | {row.name for row in equivalents(api)}
    behaviour = api.behaviour
    assert behaviour is not None
    setup = {rule.id for action in behaviour.actions for rule in action.conditions}
    outside = {id_ for action in behaviour.actions if action.kind == "outside" for id_ in _ids(action)}
    remarks = {remark.id for remark in behaviour.remarks}
    expected = _ids(behaviour) - setup - outside - remarks
    # That a batch is one is said of its action.
    plain = {rule for rule in expected if rule.endswith(".batch")}
    plain |= {action.id for action in behaviour.actions if action.kind in {"read", "list"}}
    missing = {rule for rule in expected - plain if not any(one == rule or one.startswith(f"{rule}.") for one in told)}
    assert set() == missing - left_out
    assert all(row.why for row in equivalents(api))


def test_every_kind_of_schema_fault_is_in_the_table() -> None:
    slugs = {name.rpartition("/")[2] for api in NAMES for name in mutants(catalogued(api))}
    kinds = {
        "null",
        "missing",
        "none-of-them",
        "number-as-text",
        "text-as-number",
        "boolean-as-text",
        "almost-date-time",
    }
    whole = {"is-202", "html", "empty", "truncated", "name-twice", "no-type", "no-number", "last-only"}
    assert (set(), set()) == (kinds - slugs, whole - slugs)


def test_a_rule_or_a_schema_is_changed_and_all_else_is_the_very_same() -> None:
    api = catalogued("collins")
    behaviour, schema = api.behaviour, api.schemas[0].schema
    assert behaviour is not None
    rule = behaviour.actions[0].filters[0]
    other = with_rule(api, rule, operator="contains")
    assert other.behaviour is not None
    assert "contains" == other.behaviour.actions[0].filters[0].operator
    assert other.behaviour.actions[1:] == behaviour.actions[1:]
    changed = with_schema(api, schema, lambda one: replace(one, title="another"))
    assert ("another", True) == (changed.schemas[0].schema.title, changed.schemas[1] is api.schemas[1])


def test_what_a_request_says_can_be_changed_wherever_it_is() -> None:
    operation = catalogued("flowretail").operation("getCustomer")
    assert operation is not None
    path = operation.path.replace("{tenantUid}", "a%20b").replace("{customerUid}", "c")
    request = Request("GET", f"/v1{path}", "x=1&y=2", (), b'{"a": {"b": 1, "c": 2}}')
    place = Place("path", ("tenantUid",))
    assert "a b" == sent(request, operation, place)
    assert request.path.replace("a%20b", "d%2Fe") == with_sent(request, operation, place, "d/e").path
    assert "x=1&y=3" == with_sent(request, operation, Place("query", ("y",)), 3).query
    left = with_sent(request, operation, Place("body", ("a", "b")), ABSENT)
    assert {"a": {"c": 2}} == json.loads(left.body)


def test_there_are_records_before_a_run_with_what_no_request_can_make() -> None:
    api = catalogued("collins")
    found: Any = earlier_records(api)
    records = [record for table in found.values() for record in table.values() if "bookings" in record]
    days = [booking["date"] for record in records for booking in record["bookings"]]
    assert (3, 6) == (len(records), len(set(days)))
    answered = Ground(api, 0, found).ask(Request("GET", "/customers", headers=(("authorization", "Bearer x"),)))
    assert (200, 3) == (answered.status, len(json.loads(answered.body)["customers"]))


def test_the_table_tells_who_was_killed_by_what_and_who_was_not() -> None:
    killed = Trial("guests", "a/b", "paging", "a page is lost", None, "quick", "killed", "list.paging", "lost", 12, 0.5)
    alive = replace(killed, mutant="c/d", outcome="survived", fact="", requests=99)
    table = Table("guests", "quick", (killed, alive), (), ("list.order (seed 3)",), 10)
    lines = list(text_lines(table))
    assert "1 findings without a mutant, 10 runs" in lines[-1]
    assert any("ACCUSED" in line and "list.order (seed 3)" in line for line in lines)
    assert "killed" in lines[0]
    assert "list.paging after 12" in lines[0]
    assert "survived" in lines[1]
    assert (alive,) == table.survivors
    written: Any = as_json(table)
    assert {"killed": 1, "differs": 0, "survived": 1} == written["counts"]["all"]
    brief = "\n".join(text_lines(table, brief=True))
    assert (False, True) == (killed.mutant in brief, alive.mutant in brief)


def test_the_driver_ends_with_what_it_found(tmp_path: Path) -> None:
    driver = str(ROOT / "generator" / "bench" / "mutants.py")
    asked = [sys.executable, driver, "--api", "fullwhere", "--only", "getCustomer.missing", "--healthy", "2"]
    asked += ["--format", "json"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=tmp_path)
    (table,) = json.loads(done.stdout)
    assert ([], 2) == (table["accused"], table["controls"])
    assert (0, 2, 0) == (done.returncode, table["counts"]["all"]["killed"], table["counts"]["all"]["survived"])
