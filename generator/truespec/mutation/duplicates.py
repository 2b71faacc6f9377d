"""Mutants of how a server knows a record it already has, and of what it does with it."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Dedupe, Existing
from truespec.contract.conditions import Locked, Unique
from truespec.mock.exchange import Request, Response
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Kind, Mutant, Row, Server, of_rule
from truespec.mutation.twists import faulty, only, ruled

__all__ = ["duplicate_rows"]

_KIND: Kind = "duplicates"


def duplicate_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with recognising a record."""
    for action in api.behaviour.actions if api.behaviour is not None else ():
        if action.dedupe is not None:
            batches = (
                [one.id for one in api.behaviour.actions if one.batch is not None and one.batch.each == action.id]
                if api.behaviour is not None
                else []
            )
            yield from _found(action, action.dedupe, batches)
            if action.dedupe.existing is not None:
                yield from _existing(action, action.dedupe.existing)
        for rule in action.unique:
            yield from _unique(api, action, rule)
        if action.locked is not None:
            yield from _locked(action, action.locked)


def _unique(api: Api, action: Action, rule: Unique) -> Iterator[Row]:
    """Yield what can be wrong with refusing what another record has; who forgets it is in another table."""

    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=action.id, attributes=("by", *attributes))

    other = 400 if rule.status == 409 else 409
    yield row(f"answers-{other}", f"what is taken is answered {other}", ruled(rule, status=other), "status")
    for member in rule.members if len(rule.members) > 1 else ():
        left = tuple(name for name in rule.members if name != member)
        yield row(f"without-{member}", f"it is taken whatever `{member}` is", ruled(rule, members=left))
    if rule.letters:
        letters = "apart" if rule.letters == "alike" else "alike"
        yield row(f"letters-{letters}", f"letters of both cases are {letters}", ruled(rule, letters=letters), "letters")
    kind = "read" if action.kind == "update" else "list"
    shows = api.behaviour.actions if api.behaviour is not None else ()
    if any((one.kind, one.resource, one.search) == (kind, action.resource, None) for one in shows):
        yield row("kept-anyway", "what is taken is refused, and kept", only(action.id, _kept_anyway(rule)))


def _locked(action: Action, rule: Locked) -> Iterator[Row]:
    """Yield what can be wrong with leaving a record alone; who forgets it is in another table."""

    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=action.id, attributes=attributes)

    other = 400 if rule.status == 409 else 409
    yield row(f"answers-{other}", f"what is left alone is answered {other}", ruled(rule, status=other), "status")
    if rule.leaving and action.kind == "update":
        turned = "refused" if rule.leaving == "done" else "done"
        yield row(f"leaving-{turned}", f"another state is {turned}", ruled(rule, leaving=turned), "leaving")


def _kept_anyway(rule: Unique) -> Build:
    def build(ground: Ground) -> Server:
        forgetful = faulty(f"rule-forgotten:{rule.id}")(ground)

        def answer(request: Request) -> Response:
            response = ground.ask(request)
            if response.status == rule.status:
                forgetful(request)
            return response

        return answer

    return build


def _found(action: Action, rule: Dedupe, batches: list[str]) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=action.id, attributes=attributes)

    yield row("off", "no record is ever recognised", faulty("dedupe-off"))
    yield row("off-alone", "no record is recognised outside of a batch", only(action.id, faulty("dedupe-off")))
    for batch in batches:
        yield row(f"off-in-{batch}", "no record is recognised in a batch", only(batch, faulty("dedupe-off")))
    if len(rule.members) > 1:
        other = "any-equal" if rule.when == "all-equal" else "all-equal"
        yield row(other, f"records are the same when {other}", ruled(rule, when=other), "when")
        for member in rule.members:
            left = tuple(name for name in rule.members if name != member)
            does = f"records are the same whatever `{member}` is"
            yield row(f"without-{member}", does, ruled(rule, members=left), "when")
        nulls = "equal" if rule.nulls == "never-equal" else "never-equal"
        does = (
            "two records without a member agree in it"
            if nulls == "equal"
            else "a member that is null agrees with nothing"
        )
        yield row(f"nulls-{nulls}", does, ruled(rule, nulls=nulls), "nulls", "when")


def _existing(action: Action, rule: Existing) -> Iterator[Row]:
    for other, does in (
        ("fill-null", "only what was null is filled"),
        ("replace", "what was sent replaces what was there"),
        ("keep", "nothing of it is changed"),
    ):
        # The mock leaves alone what is not sent in both cases.
        if other != rule.rule and (other, rule.rule) != ("replace", "partial"):
            build = ruled(rule, rule=other)
            yield of_rule(rule, other, _KIND, does, build, operation=action.id, attributes=("rule",))
