"""The checks pass a healthy mock of every API and catch a mock with any one fault, by the fact it breaks."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from mock_world import APIS
from truespec.checking.credentials import dummies
from truespec.checking.events import Event, Found
from truespec.checking.run import PARTS, Part, Profile, check
from truespec.checking.sharding import Shard
from truespec.checking.targets import Access, mock_target, url_target
from truespec.checking.verdict import Finding, Verdict
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.mock.doors import running
from truespec.mock.forgetting import forgettable_rules
from truespec.mock.service import Service

SEEDS = range(5)
_BY_CHANCE = re.compile(r"\.4\d\d\.")
_BY_RULES: tuple[Part, ...] = ("rules",)


def _mutants(api: Api) -> Iterator[tuple[str, str]]:
    """Yield every fault that applies to an API, with a part of the id of a fact that must be seen broken."""
    actions = api.behaviour.actions if api.behaviour is not None else ()
    by_parameter = {scheme.parameter: scheme for scheme in reversed(api.security_schemes)}
    for parameter, scheme in by_parameter.items():  # alternatives on one header are one thing to forget
        yield f"credential-ignored:{parameter}", f".needs.{scheme.wire}"
    for operation in api.operations:
        other = next(code for code in ("200", "202") if operation.answer(int(code)) is None)
        success = next(answer.status for answer in operation.answers if answer.success)
        yield f"status:{operation.id}={other}", f"{operation.id}.{success}.status"
    yield "content-type:text/plain", ".content-type"
    yield "invalid-accepted", ".re"
    if any(action.kind in {"create", "upsert"} for action in actions):
        yield "write-lost", ""
    if any(action.missing for action in actions):
        yield "not-found-200", ".missing"
    if any(action.dedupe for action in actions):
        yield "dedupe-off", ".dedupe"
    if any(action.dedupe and action.dedupe.existing for action in actions):
        yield "fill-null-overwrites", ".dedupe.existing"
    if any(action.paging for action in actions):
        yield from (("limit-ignored", ".paging.limit"), ("page-ignored", ".no-repeat"), ("totals-wrong", ".totals."))
    yield from ((f"rule-forgotten:{rule}", _told_by(rule)) for rule in forgettable_rules(api))
    yield from _members(api)


def _told_by(rule: str) -> str:
    """Return a part of the id of a fact about a rule; those on refusals are named after their operations."""
    return f".refuses-{rule.rpartition('.')[2]}" if rule.startswith("refusals.") else rule


def _members(api: Api) -> Iterator[tuple[str, str]]:
    """Yield a wrong type for every member of every record, and a missing one for those that are required."""
    for resource in api.behaviour.resources if api.behaviour is not None else ():
        for member in api.target(api.schema(resource.schema).schema).properties:
            yield f"field-type:{member.wire}", f".{member.wire}."
            if member.required:
                yield f"field-missing:{member.wire}", f".{member.wire}.required"


MUTANTS = [pytest.param(api, *mutant, id=f"{api.name}-{mutant[0]}") for api in APIS for mutant in _mutants(api)]
IDS = [api.name for api in APIS]


def _findings(verdict: Verdict) -> list[Finding]:
    return [*verdict.broken, *verdict.differs]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("api", APIS, ids=IDS)
def test_a_healthy_mock_is_never_accused(api: Api, seed: int, profile: Profile) -> None:
    verdict = check(api, mock_target(api), profile, seed=seed)
    assert [] == _findings(verdict)
    assert [] == [item.reason for item in verdict.not_checked if not item.needs_setup]


@pytest.mark.parametrize("api", APIS, ids=IDS)
def test_a_healthy_mock_passes_over_a_socket(api: Api, profile: Profile) -> None:
    with running(Service(api)) as url:
        target = url_target(url, Access(dummies(api)), Report())
        assert target is not None
        verdict = check(api, target, profile)
    assert ([], "", 0) == (_findings(verdict), verdict.lost, verdict.exit_code(strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("api", APIS, ids=IDS)
def test_shares_of_a_run_see_together_what_the_whole_sees(api: Api) -> None:
    source = random.Random(api.name)  # noqa: S311 - test data, no secret
    total, seed = source.randint(2, 4), source.getrandbits(20)

    def seen(shard: Shard) -> set[str]:
        verdict = check(api, mock_target(api), seed=seed, shard=shard, tag="truespec-shares")
        assert 0 == verdict.exit_code(strict=True)
        # Which refusals what is made up at random meets is chance, in a share as in the whole.
        return {fact.id for fact in verdict.holds if not _BY_CHANCE.search(fact.id)}

    assert set() == seen(Shard()) - set().union(*(seen(Shard(share, total)) for share in range(1, total + 1)))


@pytest.mark.parametrize(("api", "fault", "fact"), MUTANTS)
def test_a_mutant_is_killed_by_the_fact_it_breaks(api: Api, fault: str, fact: str, profile: Profile) -> None:
    told: dict[str, Finding] = {}

    def hear(event: Event) -> None:
        if isinstance(event, Found):
            told[event.finding.fact.id] = event.finding
            if fact in event.finding.fact.id:
                raise KeyboardInterrupt  # as a user who has seen enough

    parts = PARTS if fault == "invalid-accepted" else _BY_RULES
    verdict = check(api, mock_target(api, [fault]), profile, [hear], parts=parts)
    assert [id_ for id_ in told if fact in id_], sorted(told)
    assert verdict.interrupted
    assert all(item.fact.location.line and item.fact.states for item in told.values())


@pytest.mark.parametrize("api", APIS, ids=IDS)
def test_a_mutant_that_breaks_a_documented_fact_fails_without_strict(api: Api, profile: Profile) -> None:
    operation = api.operations[0]
    other = next(code for code in (200, 202) if operation.answer(code) is None)
    verdict = check(api, mock_target(api, [f"status:{operation.id}={other}"]), profile, parts=_BY_RULES)
    assert [f"{operation.id}."] == [finding.fact.id[: len(operation.id) + 1] for finding in verdict.broken]
    assert (1, "") == (verdict.exit_code(), verdict.lost)
