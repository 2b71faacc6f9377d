"""Each credential is needed: without any one of them, with an empty or an unknown one, a request is refused."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from truespec.checking.credentials import UNKNOWN, Verbatim
from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.request_check import why_refusal
from truespec.checking.rules.access.alike import check_alike, need_of, plain_request
from truespec.checking.rules.access.elsewhere_without import check_forms
from truespec.checking.rules.access.late_refusals import did_nothing
from truespec.checking.rules.access.later_pages import check_later_pages
from truespec.checking.rules.access.nobody import check_nobody
from truespec.checking.rules.ground.evidence import GONE
from truespec.checking.rules.ground.subjects import is_long
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.safety import changes_nothing
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityScheme

__all__ = ["FAMILY", "check_words", "judge_unknown", "judge_without", "unknown_credential"]

_WRONG: Final = re.compile(
    r"\b(unknown|invalid|wrong|incorrect|bad|not valid|not known|unrecogni[sz]ed|not recogni[sz]ed|expired|revoked)\b",
    re.IGNORECASE,
)
"""Words for a credential that nobody has."""

_REFUSALS: Final = frozenset({401, 403})
_WRONGS: Final = (
    ("credentials-missing", "without it"),
    ("credentials-missing", "with an empty one"),
    ("credentials-unknown", "with an unknown one"),
)
"""The reason to refuse, and how the request was spoilt."""


def _check(world: World) -> None:
    taken: list[_Taken] = []
    for operation in world.api.operations:
        if operation.security and all(operation.security) and world.session.may_send(operation):
            taken += _check_operation(world, operation)
    # Where everybody is let in, whose records nobody has made may be told that there are none.
    consistent = all(one.accepted or one.exchange.response.status in GONE for one in taken)
    for one in taken:
        _judge_unknown(world, one, consistent=consistent)
    if consistent:
        check_nobody(world, [(one.scheme, one.exchange.operation) for one in taken], unknown_credential)
    check_later_pages(world)
    refused = [one for one in taken if not one.accepted]
    for one in refused:
        if one.scheme.kind in {"bearer", "oauth2", "openid"}:
            check_words(world, one.scheme, one.exchange.operation, empty=False)
    check_alike(world, [(one.scheme, one.exchange.operation) for one in refused])


def check_words(world: World, scheme: SecurityScheme, operation: Operation, *, empty: bool = True) -> None:
    """Send an operation that refuses what nobody has nothing at all, or that with the word of another scheme."""
    request, how = plain_request(world, operation), list[tuple[str, str]]([("with an empty one", "")] if empty else [])
    if scheme.kind in {"bearer", "oauth2", "openid"}:
        how += [("with another scheme", Verbatim(_other_scheme())), ("without its scheme", Verbatim(_unknown()))]
        how += [("with nothing in its place", Verbatim(""))]
    for words, sent in how:
        exchange = world.session.ask(operation, request.values, request.body, replaced={scheme.wire: sent})
        if exchange.response.success:
            detail = f"it answered {exchange.response.status} {words}"
            world.session.ledger.broken(need_of(operation, scheme), detail, exchange)
            return


def _unknown() -> str:
    return f"{UNKNOWN}{secrets.token_hex(8)}"


def _other_scheme() -> str:
    return "Basic " + base64.b64encode(f"{_unknown()}:{_unknown()}".encode()).decode()


@dataclass(frozen=True, slots=True)
class _Taken:
    """How an operation took a credential that nobody has: done all the same, or refused."""

    scheme: SecurityScheme
    exchange: Exchange
    accepted: bool


def _check_operation(world: World, operation: Operation) -> Iterator[_Taken]:
    alternative = world.session.target.access.credentials.alternative(operation)
    schemes = [scheme for scheme in world.api.security_schemes if scheme.wire in (alternative or ())]
    if alternative is None:
        for scheme in world.api.security_schemes:
            if any(need.scheme == scheme.wire for need in operation.security[0]):
                world.session.ledger.unknown(need_of(operation, scheme), "no credential was given for it")
        return
    first = plain_request(world, operation)
    usual = first.send(world)
    safe = changes_nothing(world.api, operation)
    request = first if safe else None
    for scheme in schemes:
        for when, how in _WRONGS:
            if when == "credentials-unknown" and world.behaviour.refusal(when, operation.id) is None:
                continue
            request = plain_request(world, operation) if request is None else request
            replaced = {scheme.wire: _value(scheme, how)}
            exchange = world.session.ask(operation, request.values, request.body, replaced=replaced)
            # One that should not have been let through may have done its work: the next gets a record of its own.
            request = None if exchange.response.success and not safe else request
            if when == "credentials-missing":
                _judge_missing(world, scheme, how, usual, exchange)
            elif exchange.response.success:
                yield _Taken(scheme, exchange, accepted=True)
            elif _is_refused(usual, exchange):
                yield _Taken(scheme, exchange, accepted=False)
    _without_any(world, operation, schemes, usual)


def _without_any(world: World, operation: Operation, schemes: Sequence[SecurityScheme], usual: Exchange) -> None:
    """Send none of several credentials: who looks whether they fit together may forget that there may be none.

    Where there is one, what it was sent without is sent in its other forms.
    """
    if schemes and (world.rounds == 1 or is_long(world)):
        check_forms(world, operation, schemes)
    if len(schemes) < len("ab"):
        return
    request, nothing = plain_request(world, operation), dict.fromkeys(scheme.wire for scheme in schemes)
    exchange = world.session.ask(operation, request.values, request.body, replaced=nothing)
    _is_needed(world, need_of(operation, schemes[0]), "without any", usual, exchange)


def _is_refused(usual: Exchange, exchange: Exchange) -> bool:
    """Say whether a request was refused for its credential, and not for what the usual one is refused for as well."""
    status = exchange.response.status
    refused = status < 500 and not exchange.response.busy
    return refused and (status in _REFUSALS or status != usual.response.status)


def _value(scheme: SecurityScheme, how: str) -> str | None:
    if how == "without it":
        return None
    if how == "with an empty one":
        return ""
    unknown = _unknown()
    return f"{unknown}:{unknown}" if scheme.kind == "basic" else unknown


def judge_without(world: World, scheme: SecurityScheme, usual: Exchange, exchange: Exchange) -> None:
    """Judge how a request without one of its credentials was taken; ``usual`` is the same with all of them."""
    _judge_missing(world, scheme, "without it", usual, exchange)


def unknown_credential(scheme: SecurityScheme) -> str | None:
    """Return a credential that nobody has."""
    return _value(scheme, "with an unknown one")


def judge_unknown(world: World, scheme: SecurityScheme, exchange: Exchange, *, consistent: bool = True) -> None:
    """Judge how a request was taken with a credential that nobody has, where it was done all the same.

    It is ``consistent`` where none of those that were sent was refused.
    """
    if exchange.response.success:
        _judge_unknown(world, _Taken(scheme, exchange, accepted=True), consistent=consistent)


def _judge_missing(world: World, scheme: SecurityScheme, how: str, usual: Exchange, exchange: Exchange) -> None:
    need = need_of(exchange.operation, scheme)
    if _is_needed(world, need, how, usual, exchange) and how == "without it":
        _judge_status(world, "credentials-missing", how, exchange)
        did_nothing(world, scheme, usual, exchange)


def _judge_unknown(world: World, taken: _Taken, *, consistent: bool) -> None:
    """Judge how a credential that nobody has was taken.

    A server may let every one through, as some do for tests; one that refuses some of them looks at them.
    """
    exchange, how = taken.exchange, "with an unknown one"
    operation, status = exchange.operation, exchange.response.status
    if not taken.accepted:
        _judge_status(world, "credentials-unknown", how, exchange)
    elif consistent:
        fact = _told_fact(operation) or _refusal_fact(world, "credentials-unknown", operation)
        if fact is not None:
            world.session.ledger.broken(fact[0], f"it answered {status} {how}", exchange)
    else:
        detail = f"it answered {status} {how}, which is refused elsewhere"
        world.session.ledger.broken(need_of(operation, taken.scheme), detail, exchange)


def _told_fact(operation: Operation) -> tuple[Fact, int] | None:
    """Return the fact that a wrong credential is refused and the status, where the words of the answer say so."""
    for answer in operation.answers:
        if answer.status == "401" and _WRONG.search(answer.description):
            states = f"{operation.label} answers {answer.status} to a credential that nobody has"
            why = assumed_among(answer.assumptions)
            id_ = f"{operation.id}.refuses-credentials-unknown"
            return Fact(id_, states, answer.location, operation.id, "refusal", why), int(answer.status)
    return None


def _is_needed(world: World, need: Fact, how: str, usual: Exchange, exchange: Exchange) -> bool:
    """Judge whether the request was refused for want of the credential, and say whether it was."""
    ledger, status = world.session.ledger, exchange.response.status
    if exchange.response.success:
        ledger.broken(need, f"it answered {status} {how}", exchange)
        return False
    if exchange.response.busy:
        ledger.unknown(need, f"the server was busy and answered {status}")
        return False
    if status not in _REFUSALS and status == usual.response.status:
        ledger.unknown(need, f"it answers {status} with and without the credential")
        return False
    if status < 500:
        ledger.holds(need)
    return status < 500


def _judge_status(world: World, when: str, how: str, exchange: Exchange) -> None:
    """Compare the status of a refusal with the stated one, else with 401 where the operation lists that one alone."""
    found = _refusal_fact(world, when, exchange.operation)
    if found is not None:
        fact, status = found
        seen = exchange.response.status
        world.session.ledger.expect(fact, seen == status, f"it answered {seen} {how}", exchange)


def _refusal_fact(world: World, when: str, operation: Operation) -> tuple[Fact, int] | None:
    """Return the fact about the status of a refusal and that status, ``None`` where nothing is said of it."""
    rule = world.behaviour.refusal(when, operation.id)
    listed = [answer for answer in operation.answers if answer.status in {"401", "403"}]
    if rule is not None:
        # That a refusal is meant for this reason at all may be what is assumed.
        why = why_refusal(rule, operation.answer(rule.status)) or assumed_among(rule.assumptions, ("when",))
        states, location, status = f"{rule.states} ({operation.label})", rule.location, rule.status
    elif [answer.status for answer in listed] == ["401"]:
        # A 403 alone may be meant for those who are known and have no permission.
        answer = listed[0]
        why, location, status = assumed_among(answer.assumptions), answer.location, int(answer.status)
        states = f"{operation.label} answers {status} to a request without credentials"
    else:
        return None
    return Fact(f"{operation.id}.refuses-{when}", states, location, operation.id, "refusal", why), status


FAMILY = Family("credentials", "each credential is needed by every operation that asks for it", _check)
