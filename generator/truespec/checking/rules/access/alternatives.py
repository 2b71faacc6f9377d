"""Any one of several credentials is enough: each of those at hand is let in wherever it is said to be."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.checking.credentials import Resembling
from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.access.alike import plain_request
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation

__all__ = ["FAMILY"]

_NOT_LET_IN = 401


def _check(world: World) -> None:
    """Send each operation a request with each of its other credentials.

    One that is let in nowhere may not be known to the server, and a permission is no matter of what is known.
    """
    told: dict[tuple[str, ...], list[tuple[Fact, Exchange]]] = {}
    for operation in world.api.operations if world.rounds == 1 else ():
        if not world.session.may_send(operation):
            continue
        for schemes in _others(world, operation):
            request = plain_request(world, operation)
            replaced = _replaced(world, operation, schemes)
            exchange = world.session.ask(operation, request.values, request.body, replaced=replaced)
            told.setdefault(schemes, []).append((_lets_in(world, operation, schemes), exchange))
    for schemes, answers in told.items():
        known = any(exchange.response.success for _, exchange in answers)
        for fact, exchange in answers:
            if exchange.response.success:
                world.session.ledger.holds(fact)
            elif exchange.response.status != _NOT_LET_IN:
                world.session.ledger.unknown(fact, f"the request was answered {exchange.response.status}")
            elif known:
                detail = f"it answered {_NOT_LET_IN} to {_named(schemes)}, which is let in elsewhere"
                world.session.ledger.broken(fact, detail, exchange)
            else:
                reason = f"{_named(schemes)} is let in nowhere; it may be unknown"
                world.session.ledger.unknown(fact, reason, needs_setup=True)


def _others(world: World, operation: Operation) -> Iterator[tuple[str, ...]]:
    """Yield the alternatives that the credentials at hand meet, but for the one that is sent as a rule."""
    credentials = world.session.target.access.credentials
    usual, seen = credentials.alternative(operation), {credentials.alternative(operation) or ()}
    for needs in operation.security if usual else ():
        schemes = tuple(need.scheme for need in needs)
        if schemes and schemes not in seen and all(scheme in credentials for scheme in schemes):
            seen.add(schemes)
            yield schemes


def _replaced(world: World, operation: Operation, schemes: tuple[str, ...]) -> dict[str, str | None]:
    """Return what is sent in the place of the usual credentials: those of the alternative and no other."""
    credentials = world.session.target.access.credentials
    nothing: dict[str, str | None] = dict.fromkeys(credentials.alternative(operation) or ())
    values = {scheme: credentials.value(scheme) or "" for scheme in schemes}
    return nothing | {scheme: Resembling(value, f"${scheme.upper()}") for scheme, value in values.items()}


def _lets_in(world: World, operation: Operation, schemes: tuple[str, ...]) -> Fact:
    found = [scheme for scheme in world.api.security_schemes if scheme.wire in schemes]
    why = next((why for scheme in found if (why := assumed_among(scheme.assumptions))), None)
    why = why or assumed_among(operation.assumptions, ("security",))
    states = f"{_named(schemes)} is enough for {operation.label}"
    return Fact(
        f"{operation.id}.lets-in.{'.'.join(schemes)}", states, found[0].location, operation.id, "credentials", why
    )


def _named(schemes: tuple[str, ...]) -> str:
    return " and ".join(f"`{scheme}`" for scheme in schemes)


FAMILY = Family("alternatives", "any one of several credentials is enough", _check)
