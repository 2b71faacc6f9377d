"""Each credential is needed: without any one of them, or with an empty one, a request is refused."""

from __future__ import annotations

from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.parameters import Values
from truespec.checking.request_check import why_refusal
from truespec.checking.rules.world import Family, World
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.contract.security import SecurityScheme

__all__ = ["FAMILY"]

_REFUSALS: Final = frozenset({401, 403})
_WRONGS: Final[tuple[tuple[str, str, str | None], ...]] = (
    ("credentials-missing", "without it", None),
    ("credentials-missing", "with an empty one", ""),
    ("credentials-unknown", "with an unknown one", "truespec-wrong-credential"),
)
"""The reason to refuse, how the request was spoilt, and what was sent instead of the credential."""


def _check(world: World) -> None:
    for operation in world.api.operations:
        if operation.security and all(operation.security) and world.session.may_send(operation):
            _check_operation(world, operation)


def _check_operation(world: World, operation: Operation) -> None:
    alternative = world.session.target.access.credentials.alternative(operation)
    schemes = [scheme for scheme in world.api.security_schemes if scheme.wire in (alternative or ())]
    if alternative is None:
        for scheme in world.api.security_schemes:
            if any(need.scheme == scheme.wire for need in operation.security[0]):
                world.session.ledger.unknown(_need(operation, scheme), "no credential was given for it")
        return
    values, body = _request(world, operation)
    usual = world.session.ask(operation, values, body)
    for scheme in schemes:
        for when, how, value in _WRONGS:
            if when == "credentials-unknown" and world.behaviour.refusal(when, operation.id) is None:
                continue
            exchange = world.session.ask(operation, values, body, replaced={scheme.wire: value})
            if _is_needed(world, _need(operation, scheme), how, usual, exchange) and value != "":
                _judge_status(world, when, how, exchange)


def _request(world: World, operation: Operation) -> tuple[Values, Json | Absent]:
    """Return a request that should succeed: a record is made first where the operation reads one."""
    action = world.behaviour.action(operation.id)
    body: Json | Absent = ABSENT
    if operation.body is not None:
        made = world.new_body(operation)
        body = ABSENT if made is None else made
    resource = world.resource(action) if action is not None else None
    if action is None or action.key is None or resource is None:
        return world.values_for(operation), body
    fresh = None
    maker = world.maker_of(resource)
    if maker is not None:
        record = world.new_body(maker[1])
        fresh = world.make_record(resource, record) if record is not None else None
    key = fresh[1] if fresh is not None and fresh[1] is not None else "truespec"
    return world.values_for(operation, action.key, key), body


def _need(operation: Operation, scheme: SecurityScheme) -> Fact:
    why = assumed_among(scheme.assumptions) or assumed_among(operation.assumptions, ("security",))
    states = f"{operation.label} needs the credential {scheme.parameter}"
    return Fact(f"{operation.id}.needs.{scheme.wire}", states, scheme.location, operation.id, "credentials", why)


def _is_needed(world: World, need: Fact, how: str, usual: Exchange, exchange: Exchange) -> bool:
    """Judge whether the request was refused for want of the credential, and say whether it was."""
    ledger, status = world.session.ledger, exchange.response.status
    if exchange.response.success:
        ledger.broken(need, f"it answered {status} {how}", exchange)
        return False
    if status not in _REFUSALS and status == usual.response.status:
        ledger.unknown(need, f"it answers {status} with and without the credential")
        return False
    if status < 500:
        ledger.holds(need)
    return status < 500


def _judge_status(world: World, when: str, how: str, exchange: Exchange) -> None:
    """Compare the status of a refusal with the stated one, else with the only one the operation lists."""
    operation, ledger = exchange.operation, world.session.ledger
    rule = world.behaviour.refusal(when, operation.id)
    listed = [answer for answer in operation.answers if answer.status in {"401", "403"}]
    if rule is not None:
        why = why_refusal(rule, operation.answer(rule.status))
        states, location, status = f"{rule.states} ({operation.label})", rule.location, rule.status
    elif len(listed) == 1:
        answer = listed[0]
        why, location, status = assumed_among(answer.assumptions), answer.location, int(answer.status)
        states = f"{operation.label} answers {status} to a request without credentials"
    else:
        return
    fact = Fact(f"{operation.id}.refuses-{when}", states, location, operation.id, "refusal", why)
    ledger.expect(fact, exchange.response.status == status, f"it answered {exchange.response.status} {how}", exchange)


FAMILY = Family("credentials", "each credential is needed by every operation that asks for it", _check)
