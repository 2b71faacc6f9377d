"""A record belongs to one place: nobody sees it from another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from truespec.checking.parameters import Values, text_of
from truespec.checking.rules.access.asked_elsewhere import check_lists, is_ours
from truespec.checking.rules.access.batched_elsewhere import check_batches
from truespec.checking.rules.access.limited import Seen, may_be_ours
from truespec.checking.rules.access.merged_elsewhere import check_makes, check_merges, merged_by_another
from truespec.checking.rules.access.refused_elsewhere import check_refusals
from truespec.checking.rules.access.unique_elsewhere import check_unique_elsewhere
from truespec.checking.rules.ground.bystanders import changing_by_itself, different
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import Prepared, fresh, prepared
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.walk import Lister, lister_for, listers_of
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Resource
from truespec.contract.conditions import Scope
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json
from truespec.contract.security import SecurityScheme

__all__ = ["FAMILY", "elsewhere_of", "scheme_at"]

_GONE: Final = frozenset({404, 410})


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        scheme = None if resource.scope is None else scheme_at(world, resource.scope)
        if resource.scope is not None and scheme is not None:
            _is_apart_by_credential(world, resource, resource.scope)
        elif resource.scope is not None:
            _is_apart(world, resource, resource.scope)


def scheme_at(world: World, rule: Scope) -> SecurityScheme | None:
    """Return the credential that tells whose records are meant, ``None`` where something else does."""
    where = (rule.place.part, rule.place.path[0].lower() if rule.place.path else "")
    schemes = world.api.security_schemes
    return next((scheme for scheme in schemes if (scheme.place, scheme.parameter.lower()) == where), None)


def _is_apart_by_credential(world: World, resource: Resource, rule: Scope) -> None:
    """Ask for a record of ours with the second credential: it is not there, neither to read nor to change."""
    ledger, access, seen = world.session.ledger, world.session.target.access, list[Seen]()
    for action, operation in world.actions("read", "update", "delete", "list", "move", "part", "unsubscribe"):
        fact = world.fact(rule, operation, "place", part=operation.id, states=f"not by {operation.label} either")
        replaced = access.seconding(operation)
        subject = fresh(world, resource) if replaced and action.resource == resource.name else None
        if not replaced:
            ledger.unknown(fact, "it takes --second-auth of another tenant", needs_setup=True)
        elif subject is not None and action.key is not None:
            request = prepared(world, operation, [subject.key])
            if request is not None:
                answer = world.session.ask(operation, request.values, request.body, replaced=replaced)
                done = answer.response.success
                seen.append(Seen(fact, f"it answered {answer.response.status} to another tenant", answer, shown=done))
                if not done:
                    world.give_back(resource, subject)
        elif subject is not None and action.kind == "list":
            seen.extend(_listed_for(world, fact, operation, (resource, subject), replaced))
            world.give_back(resource, subject)
    seen.extend(merged_by_another(world, resource, rule))
    check_unique_elsewhere(world, resource, rule)
    ours = any(one.shown for one in seen) and may_be_ours(world, seen)
    for one in seen:
        if one.shown and ours:
            ledger.unknown(one.fact, "the second credential may be of the same tenant, allowed less", needs_setup=True)
        else:
            ledger.expect(one.fact, not one.shown, one.detail, one.exchange)


def _listed_for(
    world: World, fact: Fact, operation: Operation, what: tuple[Resource, Subject], replaced: Mapping[str, str]
) -> Iterator[Seen]:
    """Look for a record on the pages that the other tenant sees, or among what it finds by a text of the record."""
    (resource, subject), action = what, world.behaviour.action(operation.id)
    own = lister_for(world, action, operation) if action is not None else None
    if action is None or own is None:
        return
    key, lister = subject.key, replace(own, replaced=replaced)
    if action.search is not None:
        texts = [subject.record.get(member) for member in action.search.members]
        text = next((text for text in texts if isinstance(text, str) and world.maker.tag in text), None)
        if text is None:
            return
        lister = lister.asking((action.search.query, text))
    detail, last = "it is listed for another tenant", None
    for page in lister.walk(lister.ample()):
        keys, last = [take(item, (resource.key,)) for item in page.items or []], page.exchange
        if any(not isinstance(found, Absent) and same_value(key, found) for found in keys):
            yield Seen(fact, detail, page.exchange, shown=True)
            return
        if page.items is None:
            return
    if last is not None:
        yield Seen(fact, detail, last, shown=False)


def _is_apart(world: World, resource: Resource, rule: Scope) -> None:
    ledger = world.session.ledger
    found = world.first("read", resource)
    subject = fresh(world, resource) if found is not None else None
    if found is None or subject is None:
        operation = found[1] if found is not None else world.api.operations[0]
        ledger.unknown(world.fact(rule, operation, "place"), "no record could be made and read back")
        return
    elsewhere = elsewhere_of(world, found[1], rule)
    for action, operation in world.actions("read"):
        if action.resource != resource.name or action.key is None:
            continue
        values = _moved(world.values_for(operation, action.key, subject.key), rule, elsewhere)
        exchange = world.session.ask(operation, values)
        record = world.record_in(action, exchange) or {}
        seen = exchange.response.success and is_ours(resource, subject, record)
        detail = f"another `{rule.place.path[-1]}` reads the record"
        ledger.expect(world.fact(rule, operation, "place"), not seen, detail, exchange)
    for lister in listers_of(world, resource):
        _not_listed(lister, rule, elsewhere)
    for action, operation in world.actions("update", "delete", "part", "move"):
        if action.resource == resource.name and action.key is not None and action.deletion is None:
            _not_changed(world, operation, resource, (rule, elsewhere))
    if world.session.target.access.others(rule.place.path[-1] if rule.place.path else ""):
        check_refusals(world, resource, rule, elsewhere)
        check_lists(world, resource, rule, elsewhere)
        check_batches(world, resource, rule, elsewhere)
        check_makes(world, resource, rule, elsewhere)
        check_merges(world, resource, rule, elsewhere)
        check_unique_elsewhere(world, resource, rule, elsewhere)


def elsewhere_of(world: World, operation: Operation, rule: Scope) -> str:
    """Return another place: one that the server knows tells more than one that nobody has heard of."""
    name = rule.place.path[-1] if rule.place.path else ""
    known = world.session.target.access.others(name)
    if known:
        return known[0]
    parent = world.another_parent(operation, name) if rule.place.part == "path" else None
    return world.maker.word() if parent is None else text_of(parent)


def _not_listed(lister: Lister, rule: Scope, elsewhere: str) -> None:
    """Compare what two places list, on the first page and on one that follows: nothing is in both."""
    away, own = lister.asking((rule.place, elsewhere)), lister.page(lister.first, lister.ample()).items or []
    detail = f"another `{rule.place.path[-1]}` lists the record"
    fact = lister.world.fact(rule, lister.operation, "place", part="listed", states="nor lists it")
    for number, limit in ((lister.first, lister.ample()), (lister.first + 1, max(1, len(own) // 2))):
        page = away.page(number, limit)
        seen = [item for item in page.items or [] if item in own]
        lister.world.session.ledger.expect(fact, not seen, detail, page.exchange)
        if page.items is None:
            return


def _not_changed(world: World, operation: Operation, resource: Resource, moved: tuple[Scope, str]) -> None:
    """Try to change a record from elsewhere, and look at it where it is."""
    rule, elsewhere = moved
    subject = fresh(world, resource)
    request = prepared(world, operation, [subject.key]) if subject is not None else None
    if subject is None or request is None:
        return
    _add_first(world, operation, subject.key, request)
    before = world.read(resource, subject.key)
    exchange = request.having(rule.place, elsewhere).send(world)
    after = world.read(resource, subject.key)
    if before is None or before[1] is None or after is None or not (after[1] or after[0].response.status in _GONE):
        return
    fact = world.fact(rule, operation, "place", part="changed", states="nor changes it")
    detail = f"another `{rule.place.path[-1]}` changes the record"
    # What nobody documents may be another thing with every answer, such as a number of the request.
    documented = world.maker.shape(world.api.schema(resource.schema).schema).properties
    told = {name: value for name, value in before[1].items() if name in documented}
    changed = {*different(told, after[1])} if after[1] is not None else {resource.key}
    if changed and changed.isdisjoint(subject.sent):
        changed -= changing_by_itself(world, resource)
    world.session.ledger.expect(fact, not changed, detail, exchange)


def _add_first(world: World, operation: Operation, key: Json, request: Prepared) -> None:
    """Add the part that is to be taken away, so that taking it away would show."""
    removing = world.behaviour.action(operation.id)
    if removing is None or removing.part is None or removing.part.effect != "remove":
        return
    for action, other in world.actions("part"):
        adding = prepared(world, other, [key]) if action.part is not None and action.part.effect == "add" else None
        if adding is not None and action.part is not None and removing.part.place.part != "body":
            value = request.values.get((removing.part.place.part, removing.part.place.path[0]))
            adding.having(action.part.place, value).send(world)
            return


def _moved(values: Values, rule: Scope, elsewhere: str) -> Values:
    return {**values, (rule.place.part, rule.place.path[0]): elsewhere}


FAMILY = Family("tenants", "a record is not seen from elsewhere", _check)
