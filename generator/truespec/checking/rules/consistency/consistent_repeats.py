"""What the header `Idempotency-Key` is for: a request that is sent again with the same key makes nothing new."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.ground.sentences import sentences
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import Json

__all__ = ["check_repeats"]

_CONFLICT: Final = 409

_ANOTHER_BODY: Final = re.compile(
    r"\b(another|different|other|changed|differing) (request )?(body|bodies|payload|content|contents|data)\b"
    r"|\b(body|payload|content|contents) (differs|is (different|another|not the same))\b",
    re.IGNORECASE,
)
_USED: Final = re.compile(
    r"\bkey\b.*\b(another|different|other) (request|body|payload|content|data)\b", re.IGNORECASE | re.DOTALL
)
_NAME: Final = re.compile(r"(x-)?idempotency[-_]?key", re.IGNORECASE)


def check_repeats(case: Case) -> None:
    """Judge what makes records of one resource, where it takes such a key."""
    create = case.create[1]
    named = (one for one in create.parameters if one.place == "header" and _NAME.fullmatch(one.wire))
    parameter = next(named, None)
    if parameter is None or create.method.upper() != "POST":
        return
    same = case.fact(create, "repeated", f"{create.label} makes nothing new for the same `{parameter.wire}`")
    case.judge(same, partial(_makes_another, case, parameter))
    if _refuses_others(create, parameter):
        states = f"{create.label} refuses another body with the same `{parameter.wire}`"
        case.judge(case.fact(create, "repeated.otherwise", states), partial(_takes_another, case, parameter))
    apart = case.fact(create, "not-repeated", f"{create.label} makes a record for each `{parameter.wire}`")
    case.judge(apart, partial(_makes_none, case, parameter))


def _makes_another(case: Case, parameter: Parameter) -> Trouble:
    """Send a request, and send it again: it is about the same record, or refused.

    It says no more than it has to: what no two records may have would be refused on its own account.
    """
    create = case.create[1]
    schema = case.world.body_schema(create)
    needed = case.world.maker.shape(schema).required if schema is not None else ()
    body = case.world.new_body(create, leave_out=[name for name in case.world.sendable(create) if name not in needed])
    key = case.world.maker.value(parameter.wire, parameter.schema)
    first = _send(case, parameter, key, body)
    again = _send(case, parameter, key, body)
    if not first.response.success:
        raise NothingTells
    one = _key_in(case, first)
    if again.response.status == _CONFLICT and _is_turned_over(case, one, body):
        again = _send(case, parameter, key, body)
    if not again.response.success:
        # That it was done already may be told as a conflict: nothing new was made.
        return None
    other = _key_in(case, again)
    if one is None or other is None:
        raise NothingTells
    return ("the same request, sent again, tells of another record", again) if one != other else None


def _refuses_others(create: Operation, parameter: Parameter) -> bool:
    """Say whether a sentence says that the same key is refused with another body, and how."""
    declared = {answer.status: answer.description for answer in create.answers}
    told = sentences(f"{create.description}. {parameter.description}")
    refused = [text for text in told if _ANOTHER_BODY.search(text)]
    statuses = {match for text in refused for match in re.findall(r"\b4\d\d\b", text)}
    statuses |= {status for status, text in declared.items() if status[:1] == "4" and _USED.search(text)}
    return bool(statuses & declared.keys())


def _takes_another(case: Case, parameter: Parameter) -> Trouble:
    """Send two requests that are unlike each other in everything but the key."""
    key = case.world.maker.value(parameter.wire, parameter.schema)
    first, other = (_send(case, parameter, key, case.world.new_body(case.create[1])) for _ in "ab")
    if not first.response.success:
        raise NothingTells
    status = other.response.status
    return (f"it answered {status} to another body", other) if other.response.success else None


def _is_turned_over(case: Case, key: Json, body: dict[str, Json] | None) -> bool:
    """Give a record other values than it was sent, so that none of them stands in the way of another with those."""
    changing = case.world.first("update", case.resource)
    if changing is None or body is None or key is None:
        return False
    action, operation = changing
    fresh = case.world.new_body(operation)
    if fresh is None or operation.method.upper() == "PATCH":
        fresh = {name: value for name, value in (fresh or {}).items() if name in body} or None
    if fresh is None:
        return False
    return case.world.session.ask(operation, case.world.values_for(operation, action.key, key), fresh).response.success


def _makes_none(case: Case, parameter: Parameter) -> Trouble:
    """Send two requests that are unlike each other in everything: each makes a record."""
    told: list[tuple[Json, Exchange]] = []
    for _ in "ab":
        key, body = case.world.maker.value(parameter.wire, parameter.schema), case.world.new_body(case.create[1])
        exchange = _send(case, parameter, key, body)
        told.append((_key_in(case, exchange), exchange))
    (one, _), (other, last) = told
    if one is None or other is None:
        raise NothingTells
    return ("two requests with keys of their own tell of one record", last) if one == other else None


def _send(case: Case, parameter: Parameter, key: Json, body: dict[str, Json] | None) -> Exchange:
    if not isinstance(key, str) or body is None:
        raise NothingTells
    create = case.create[1]
    values = {**case.world.values_for(create), (parameter.place, parameter.wire): key}
    return case.world.session.ask(create, values, body)


def _key_in(case: Case, exchange: Exchange) -> Json:
    return case.world.key_in(case.create[0], exchange, case.resource)
