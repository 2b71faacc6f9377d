"""Who may not do something is refused: asked with a second credential that is known and allowed less."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.request_check import why_refusal
from truespec.checking.rules.access.in_earnest import removed_after_all
from truespec.checking.rules.ground.sentences import sentences
from truespec.checking.rules.ground.subjects import prepared
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation

__all__ = ["FAMILY"]

_LIMITED = "limited-"
"""What a credential begins with that is known to have no permission at all."""

_SAID: Final = "said "
"""What a rule begins with that nobody wrote down but the spec, in words or as scopes: it forbids what is told alike."""

_WHO: Final = re.compile(
    r"\b(needs?|requires?|must have)\b.*\b(roles?|permissions?|privileges?|scopes?)\b|"
    r"\b(roles?|permissions?|privileges?|scopes?)\b.*\b(needed|required)\b",
    re.IGNORECASE | re.DOTALL,
)
_FORBIDDEN: Final = 403
_OF_ANOTHER_KIND: Final = frozenset({400, 404, 409, 410, 422})
"""What a server answers for what is asked for: others may have no record to list, no such place, or one like it."""

_READS: Final = frozenset({"GET", "HEAD"})

_PERMISSION: Final = "permission "
"""What a rule begins with that a permission has given its name to."""


def _check(world: World) -> None:
    told: list[_Told] = []
    for operation in world.api.operations:
        if not world.session.may_send(operation):
            continue
        for rule, fact, status in _stated(world, operation):
            exchange = _asked(world, operation)
            if exchange is None:
                world.session.ledger.unknown(fact, _why_not_asked(world, operation), needs_setup=True)
            elif exchange.response.status == status and not _lets_first_in(world, operation, status):
                world.session.ledger.unknown(fact, "the first credential is refused here as well", needs_setup=True)
            else:
                told.append(_Told(rule, fact, status, exchange))
    refused = [one for one in told if one.exchange.response.status == one.status]
    lacking = {one.rule for one in refused if not one.about_a_record}
    suspected = {one.rule for one in refused if one.about_a_record} - lacking
    if any(one.rule in suspected and one.exchange.response.success for one in told) and _sees_records(world):
        lacking |= suspected
    if not lacking and (highest := _highest(world)) and all(one.exchange.response.success for one in told):
        # It was given as one with fewer permissions, and nothing that needs one was refused to it.
        everything = len(told) == sum(1 for operation in world.api.operations for _ in _stated(world, operation))
        lacking |= {highest} if everything and _sees_records(world) else set()
    for one in told:
        _judge(world, one, lacks=one.rule in lacking and _is_for_want_of_it(world, one, refused))


def _is_for_want_of_it(world: World, told: _Told, refused: list[_Told]) -> bool:
    """Say whether the first credential may do what the second may not: nobody may, where it is for something else."""
    if not told.rule.startswith(_SAID) or not told.exchange.response.success:
        return True
    operations = [one.exchange.operation for one in refused if one.rule == told.rule]
    requests = [request for operation in operations if (request := prepared(world, operation)) is not None]
    return any(request.send(world).response.success for request in requests)


@dataclass(frozen=True, slots=True)
class _Told:
    """How the second credential was answered; ``rule`` is what it was refused for, or ought to have been."""

    rule: str
    fact: Fact
    status: int
    exchange: Exchange

    @property
    def about_a_record(self) -> bool:
        """Whether it asked for one record, so that a refusal may mean that this is another's."""
        return any(parameter.place == "path" for parameter in self.exchange.operation.parameters)


def _highest(world: World) -> str:
    """Return the permission that the fewest operations need, empty where there is but one or no such."""
    needed = Counter(rule for operation in world.api.operations for rule, _, _ in _stated(world, operation))
    named = [(count, rule) for rule, count in needed.items() if rule.startswith(_PERMISSION)]
    if len(named) < 2 or len(named) != len(needed):
        return ""
    fewest, second, *_ = sorted(named)
    return fewest[1] if fewest[0] < second[0] else ""


def _sees_records(world: World) -> bool:
    """Say whether the second credential can read a record of the first's: so it is not of others."""
    for _, operation in world.actions("read"):
        exchange = _asked(world, operation) if world.session.may_send(operation) else None
        if exchange is not None and exchange.response.success:
            return True
    return False


def _stated(world: World, operation: Operation) -> Iterator[tuple[str, Fact, int]]:
    """Yield what the permission is, the fact that it is needed, and the status without it."""
    action = world.behaviour.action(operation.id)
    if action is not None and action.permission is not None:
        fact = world.fact(action.permission, operation, "status")
        yield f"{_PERMISSION}{action.permission.name}", fact, action.permission.status
        return
    rule = world.behaviour.refusal("credentials-forbidden", operation.id)
    if rule is not None:
        why = why_refusal(rule, operation.answer(rule.status))
        id_, states = f"{operation.id}.refuses-{rule.when}", f"{rule.states} ({operation.label})"
        # Who may not write may well read: of all that one sentence forbids, what is refused tells of its like only.
        kind = "reads" if operation.method in _READS else "writes"
        yield f"{rule.id} {kind}", Fact(id_, states, rule.location, operation.id, "refusal", why), rule.status
        return
    answer, said = operation.answer(_FORBIDDEN), _said(operation)
    if said and answer is not None and answer.status == str(_FORBIDDEN):
        why = assumed_among((*operation.assumptions, *answer.assumptions))
        id_, states = (
            f"{operation.id}.refuses-credentials-forbidden",
            f"{operation.label} takes what others take: {said}",
        )
        # A scope that a rule about another operation names is the same permission here.
        stated = {one.permission.name for one in world.behaviour.actions if one.permission is not None}
        yield (
            f"{_PERMISSION if said in stated else _SAID}{said}",
            Fact(id_, states, operation.location, operation.id, "refusal", why),
            _FORBIDDEN,
        )


def _said(operation: Operation) -> str:
    """Return the sentence of the spec on who may do it, or the scopes it takes; what is said alike is meant alike."""
    told = [text for text in sentences(f"{operation.summary}. {operation.description}") if _WHO.search(text)]
    scopes = [sorted(scope for need in needs for scope in need.scopes) for needs in operation.security]
    if told:
        return " ".join(told[0].split()) if len(told) == 1 else ""
    return " ".join(scopes[0]) if len(scopes) == 1 else ""


def _why_not_asked(world: World, operation: Operation) -> str:
    """Say what it takes: a second credential, or a record that it may be tried on."""
    if not world.session.target.access.seconding(operation):
        return "it takes --second-auth with fewer permissions"
    return "no record is known that the second credential could be tried on"


def _asked(world: World, operation: Operation) -> Exchange | None:
    """Send a request that only the permission is wrong with; ``None`` without a second credential for it."""
    replaced = world.session.target.access.seconding(operation)
    request = prepared(world, operation) if replaced else None
    if request is None:
        return None
    return world.session.ask(operation, request.values, request.body, replaced=replaced)


def _lets_first_in(world: World, operation: Operation, forbidden: int) -> bool:
    """Say whether the first credential is not forbidden the same: what is closed to all tells nothing of the second.

    A tenant may lack what the operation takes besides, such as an extension that somebody has to pay for.
    """
    request = prepared(world, operation)
    return request is None or request.send(world).response.status != forbidden


def _judge(world: World, told: _Told, *, lacks: bool) -> None:
    """Judge one answer; the credential ``lacks`` a permission beyond doubt where another operation refused it."""
    ledger, fact, exchange = world.session.ledger, told.fact, told.exchange
    status, seen = told.status, exchange.response.status
    if told.rule.startswith(_SAID) and seen != status and not (lacks and exchange.response.success):
        ledger.unknown(fact, "the second credential may be allowed to do this, as far as can be told", needs_setup=True)
        return
    access = world.session.target.access
    limited = any(
        (access.second.value(scheme.wire) or "").startswith(_LIMITED) for scheme in world.api.security_schemes
    )
    if seen == status:
        _judge_refused(world, told)
    elif exchange.response.success and not limited and not lacks:
        ledger.unknown(fact, "the second credential may do this, as far as can be told", needs_setup=True)
    elif seen == 404 and told.about_a_record and not limited and not lacks:
        ledger.unknown(fact, "the second credential may be of others, who are not told what there is", needs_setup=True)
    elif seen in _OF_ANOTHER_KIND and not limited and not lacks:
        why = f"the second credential was answered {seen}, which may be for another reason than the permission"
        ledger.unknown(fact, why, needs_setup=True)
    elif seen == 429 or (seen == 401 and not limited):
        ledger.unknown(fact, f"the second credential was answered {seen}", needs_setup=True)
    else:
        # With which status it is refused may be assumed; that it is not done is what needing a permission means.
        needed = replace(fact, assumed=_why_needed(world, told)) if exchange.response.success else fact
        ledger.broken(needed, f"without the permission it answered {seen}", exchange)


def _judge_refused(world: World, told: _Told) -> None:
    found = removed_after_all(world, told.exchange, world.session.target.access.seconding(told.exchange.operation))
    if found is None:
        world.session.ledger.holds(told.fact)
    else:
        world.session.ledger.broken(replace(told.fact, assumed=_why_needed(world, told)), *found)


def _why_needed(world: World, told: _Told) -> str | None:
    """Return why the operation is read to need the permission at all, ``None`` where that is documented."""
    action = world.behaviour.action(told.exchange.operation.id)
    if action is None or action.permission is None:
        return told.fact.assumed
    return world.fact(action.permission, told.exchange.operation).assumed


FAMILY = Family("permissions", "who may not do something is refused", _check)
